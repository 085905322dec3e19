package loosethreads.workbook.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import loosethreads.leakcheck.LeakFree;
import loosethreads.workbook.child.Message;
import loosethreads.workbook.judge.SpareJvm.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache is made by a real JVM and used by a real JVM; nothing breaks without it. */
@LeakFree
class AotCacheIT {
  @TempDir Path folder;

  private ChildCommand command() throws IOException {
    return new ChildCommand(new RoughCheckout(folder).checkout(), Limits.USUAL, true);
  }

  private static void assertReady(List<String> command) throws IOException, InterruptedException {
    try (var jvm = new SpareJvm(command, Limits.USUAL, false)) {
      assertThat(jvm.next(Limits.USUAL.run())).contains(new Event.Said(new Message.Ready()));
    }
  }

  @Test
  void aTrainedCacheIsUsedAndReplacesOlderOnes() throws IOException, InterruptedException {
    var cache = new AotCache(folder.resolve("cache"), command());
    Files.createDirectories(folder.resolve("cache"));
    Path older = Files.createFile(folder.resolve("cache/spare-0123456789abcdef.aot"));
    assertThat(cache.isThere()).isFalse();

    cache.train();

    assertThat(cache.isThere()).isTrue();
    assertThat(older).doesNotExist();
    List<String> strict = new java.util.ArrayList<>(command().withCache(cache.file()));
    // Refuses to start if the cache does not fit.
    strict.add(1, "-XX:AOTMode=on");
    assertReady(strict);
  }

  @Test
  void aCacheThatIsNoCacheIsIgnored() throws IOException, InterruptedException {
    assertReady(command().withCache(Files.writeString(folder.resolve("spare-x.aot"), "no cache")));
  }

  @Test
  void aTrainingThatIsStoppedLeavesNothing() throws IOException, InterruptedException {
    var cache = new AotCache(folder.resolve("cache"), command());
    cache.close();

    cache.train();

    assertThat(cache.isThere()).isFalse();
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      assertThat(files).isEmpty();
    }
  }
}
