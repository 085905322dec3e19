package loosethreads.workbook.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.kata.Catalog;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.progress.Originals;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What {@code ./kata check} does, as part of the build: every original leaks for its stated reason,
 * every good fix passes, every bad fix is rejected. A kata that somebody is solving is judged by
 * its original, and named. In CI, with {@code CI=true}, that is every fix there is; else the most
 * instructive ones.
 */
@LeakFree
class EveryKataIT {
  @TestFactory
  Stream<DynamicTest> everyKataKeepsItsPromises() throws InterruptedException {
    Path root = Path.of("").toAbsolutePath().getParent();
    var checkout = new Checkout(root, root.resolve("workbook/target/check"), root);
    var originals = new Originals(checkout);
    boolean inCi = "true".equals(System.getenv("CI"));

    CheckResult result =
        new Check(
                checkout,
                kata -> new Candidate(kata, originals.files(kata)),
                new Check.Options(1, 1, inCi, false, Check.judges(), inCi),
                verdict -> {})
            .of(Catalog.read(checkout).katas());

    System.out.println(CheckText.of(result));
    return result.katas().stream()
        .map(kata -> dynamicTest(kata.kata(), () -> assertThat(kata.problems()).isEmpty()));
  }
}
