package loosethreads.workbook.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KataCompilerTest {
  private static final String TEST = "class ShopTest { int one = Shop.LIMIT + new Shop().sell(); }";

  private final KataCompiler compiler = new KataCompiler(List.of());

  @AfterEach
  void close() {
    compiler.close();
  }

  private Compilation compile(String program, String test) {
    return compiler.compile(
        List.of(new SourceText("Shop.java", "Shop.java", program)),
        new SourceText("ShopTest.java", "ShopTest.java", test));
  }

  private Map<String, byte[]> classes(String program, String test) {
    return ((Compilation.Classes) compile(program, test)).byName();
  }

  private String errors(String program, String test) {
    return ((Compilation.Errors) compile(program, test)).text();
  }

  private static String shop(String limit, String body) {
    return "class Shop { static final int LIMIT = %s; int sell() { %s } }".formatted(limit, body);
  }

  @Test
  void programAndTestAreCompiled() {
    assertThat(classes(shop("1", "return 1;"), TEST)).containsOnlyKeys("Shop", "ShopTest");
  }

  @Test
  void aNewBodyIsAllThatIsCompiled() {
    var before = classes(shop("1", "return 1;"), TEST);
    var after = classes(shop("1", "return 2;"), TEST);

    assertThat(after).containsOnlyKeys("Shop", "ShopTest");
    assertThat(after.get("ShopTest")).isSameAs(before.get("ShopTest"));
    assertThat(after.get("Shop")).isNotEqualTo(before.get("Shop"));
  }

  @Test
  void aConstantThatTheTestHasTakenInIsTakenInAnew() {
    var before = classes(shop("1", "return 1;"), TEST);
    var after = classes(shop("2", "return 1;"), TEST);

    assertThat(after.get("ShopTest")).isNotEqualTo(before.get("ShopTest"));
  }

  @Test
  void aChangedTestIsCompiled() {
    var before = classes(shop("1", "return 1;"), TEST);
    var after = classes(shop("1", "return 1;"), TEST.replace("int one", "int two"));

    assertThat(after.get("ShopTest")).isNotEqualTo(before.get("ShopTest"));
  }

  @Test
  void aMethodThatTheTestMissesIsToldThoughTheTestWasCompiledBefore() {
    classes(shop("1", "return 1;"), TEST);

    assertThat(errors("class Shop { static final int LIMIT = 1; }", TEST))
        .contains("ShopTest.java:1: error: cannot find symbol", "sell()");
  }

  @Test
  void aClassThatIsGoneIsNotRemembered() {
    classes(shop("1", "return 1;") + "class Till {}", TEST);

    assertThat(classes(shop("1", "return 1;"), TEST)).containsOnlyKeys("Shop", "ShopTest");
    assertThat(errors(shop("1", "return 1;") + "class B { Till t; }", TEST)).contains("Till");
  }

  @Test
  void anErrorInTheProgramIsTold() {
    classes(shop("1", "return 1;"), TEST);

    assertThat(errors(shop("1", "return;"), TEST)).contains("Shop.java:1: error:");
  }
}
