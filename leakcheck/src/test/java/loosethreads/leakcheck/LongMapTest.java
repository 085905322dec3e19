package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {
  @Test
  void agreesWithAMapOfTheJdk() {
    Random random = new Random(7);
    LongMap map = new LongMap();
    Map<Long, Long> twin = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      long key = random.nextLong(1, 30_000) << (i % 3 * 16);
      map.put(key, i);
      twin.put(key, (long) i);
    }
    twin.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    assertThat(map.get(-1)).isEqualTo(-1);
  }
}
