package wild;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wild.K63_TenantContext.Tenant;

/** A request of one more company, each with a MiB of prices, served by workers that stay. */
class K63_TenantContextRound {
  private static final int WORKERS = 20;
  private static final int MIB = 1 << 20;
  private static final K63_TenantContext CONTEXT = new K63_TenantContext(WORKERS);

  private static boolean everybodyIsThere;

  @BeforeAll
  static void startTheWorkers() throws Exception {
    for (int worker = 0; worker < WORKERS && !everybodyIsThere; worker++) {
      CONTEXT.serve(() -> "a page to sign in").get();
    }
    everybodyIsThere = true;
  }

  @Test
  void oneMoreTenantIsServed() throws Exception {
    CONTEXT.serve(new Tenant("Ada & Co", List.of(new byte[MIB])), () -> "a page").get();
  }
}
