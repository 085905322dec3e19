package loosethreads.workbook.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {
  private static final WarmCompiler JAVAC = new WarmCompiler(List.of());
  private static final String PROGRAM =
      """
      class Shop implements AutoCloseable {
        static final int LIMIT = 3;
        protected int sold;
        private int stock;
        Shop(int stock) { this.stock = stock; }
        int sell() throws java.io.IOException { return --stock; }
        java.util.List<String> names() { return java.util.List.of(); }
        @Override public void close() {}
        sealed interface Offer permits Sale, Gift {}
        record Sale(int price) implements Offer {}
        record Gift(String from) implements Offer {}
        enum Size { SMALL, LARGE }
        static class Till { int money; }
        class Lamp extends Till {}
      }
      """;

  @AfterAll
  static void close() {
    JAVAC.close();
  }

  private static Outline outline(String program) {
    var sources = List.of(new SourceText("Shop.java", "Shop.java", program));
    return Outline.of(((Compilation.Classes) JAVAC.compile(sources)).byName());
  }

  private static String changed(String change) {
    String[] fromTo = change.split(" -> ", 2);
    assertThat(PROGRAM).contains(fromTo[0]);
    return PROGRAM.replace(fromTo[0], fromTo[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LIMIT = 3 -> LIMIT = 4",
        "int sold -> long sold",
        "protected int sold; -> ",
        "int sold -> static int sold",
        "Shop(int stock) { -> Shop(long stock) { this((int) stock); } Shop(int stock) {",
        "int sell() -> private int sell()",
        "int sell() -> static int size() { return 0; } int sell()",
        "throws java.io.IOException -> ",
        "List<String> names -> List<? extends CharSequence> names",
        "implements AutoCloseable -> implements AutoCloseable, java.io.Serializable",
        "permits Sale, Gift {} -> permits Sale, Gift, Loan {} record Loan() implements Offer {}",
        "int price -> int amount",
        "String from -> CharSequence from",
        "SMALL, LARGE -> SMALL, MIDDLE, LARGE",
        "static class Till -> private static class Till",
        "static class Till -> static abstract class Till",
        "extends Till {} -> {}",
        "extends Till {} -> extends Till { private int money; }",
      })
  void whatATestMayRelyOnShows(String change) {
    assertThat(outline(changed(change))).isNotEqualTo(outline(PROGRAM));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return --stock -> return stock -= 1",
        "return --stock -> java.util.function.IntSupplier s = () -> --stock; return s.getAsInt()",
        "return --stock -> return new Object() { int next() { return --stock; } }.next()",
        "int sell() -> synchronized int sell()",
        "int sell() -> private void count() {} int sell()",
        "int money; -> int money; private int cents;",
        "class Shop -> // a comment\n class Shop",
      })
  void whatATestCannotSeeDoesNotShow(String change) {
    assertThat(outline(changed(change))).isEqualTo(outline(PROGRAM));
  }

  @Test
  void aClassMoreShows() {
    assertThat(outline(PROGRAM + "class Other {}")).isNotEqualTo(outline(PROGRAM));
  }
}
