package wild;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The leak tests run first: a thread that all watchers share would be born in one of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class K62_ConfigWatcherTest {
  /** How long one wait may take. Only a program that hangs uses it up, and it may do so once. */
  private static Duration patience = Duration.ofSeconds(5);

  /** Of the class: if it went with the test, each watcher would find its folder deleted. */
  @TempDir private static Path folders;

  private Path folder;

  /** Files that a listener was told of. */
  private final BlockingQueue<Path> told = new LinkedBlockingQueue<>();

  private final CountDownLatch listenerIsBusy = new CountDownLatch(1);
  private final CountDownLatch listenerMayEnd = new CountDownLatch(1);
  private final CountDownLatch listenerHasEnded = new CountDownLatch(1);
  private final List<K62_ConfigWatcher> opened = new CopyOnWriteArrayList<>();

  /** Held here, none can be garbage collected and seem to have ended. */
  private final List<K62_ConfigWatcher> held = new CopyOnWriteArrayList<>();

  /** The threads that told somebody. Held, too. */
  private final Set<Thread> watching = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void makeAFolder() throws IOException {
    folder = Files.createTempDirectory(folders, "tenant");
  }

  @AfterEach
  void closeWhatIsStillOpen() {
    listenerMayEnd.countDown();
    // In the background: whether close() returns is asked where it matters.
    opened.forEach(watcher -> inBackground(() -> closeNow(watcher)));
  }

  @Test
  @Order(1)
  @LeakFree
  void aWatcherThatIsClosedIsGone() throws Exception {
    var neverTold = watch(folder, told::add);
    var used = watch(folder, told::add);
    change("shop.properties");
    assertTold("shop.properties");

    close(neverTold);
    close(used);
    close(used);
  }

  @Test
  @Order(2)
  @LeakFree
  void aWatcherWhoseFolderIsDeletedIsGone() throws Exception {
    Path madeAnew = Files.createTempDirectory(folders, "tenant");
    opened.removeAll(List.of(watch(folder, told::add), watch(madeAnew, this::busy)));
    Path file = Files.writeString(madeAnew.resolve("shop.properties"), "color=blue");
    assertOpens(listenerIsBusy, "the listener was told");

    Files.delete(folder);
    Files.delete(file);
    Files.delete(madeAnew);
    Files.createDirectory(madeAnew);
    listenerMayEnd.countDown();
    assertOpens(listenerHasEnded, "the listener came to its end");
  }

  @Test
  @Order(3)
  @LeakFree
  void aFolderThatCanNotBeWatchedLeavesNobodyBehind() throws Exception {
    assertThatThrownBy(() -> watch(folders.resolve("nowhere"), told::add))
        .as("the constructor, without a folder")
        .isInstanceOf(IOException.class);
    Path file = Files.writeString(folders.resolve("file"), "not a folder");
    assertThatThrownBy(() -> watch(file, told::add))
        .as("the constructor, with a file where the folder should be")
        .isInstanceOf(IOException.class);
  }

  @Test
  @Order(4)
  @LeakFree
  void aWatcherThatIsClosedWhileItsListenerIsBusyIsGone() throws Exception {
    var watcher = watch(folder, this::busy);
    change("shop.properties");
    assertOpens(listenerIsBusy, "the listener was told");

    close(watcher);
    listenerMayEnd.countDown();
    assertOpens(listenerHasEnded, "the listener came to its end");
  }

  @Test
  @Order(5)
  @LeakFree
  void aListenerMayCloseTheWatcher() throws Exception {
    var itself = new AtomicReference<AutoCloseable>();
    var itIsKnown = new CountDownLatch(1);
    var watcher =
        watch(
            folder,
            file -> {
              awaitWhatever(itIsKnown);
              closeNow(itself.get());
              listenerHasEnded.countDown();
            });
    opened.remove(watcher);
    itself.set(watcher);
    itIsKnown.countDown();

    change("shop.properties");

    assertOpens(listenerHasEnded, "close() returned when the listener called it");
  }

  @Test
  @Order(6)
  @LeakFree
  void aWatcherIsGoneWhenItsListenerFailed() throws Exception {
    var watcher =
        watch(
            folder,
            file -> {
              told.add(file);
              throw new IllegalStateException("no settings in there");
            });
    change("shop.properties");
    assertTold("shop.properties");

    close(watcher);
  }

  @Test
  void eachNewFileIsTold() throws Exception {
    watch(folder, told::add);

    for (int i = 0; i < 5; i++) {
      change("settings" + i);
      assertTold("settings" + i);
    }
  }

  @Test
  void eachChangeIsTold() throws Exception {
    change("shop.properties");
    watch(folder, told::add);

    for (int i = 0; i < 5; i++) {
      told.clear();
      change("shop.properties");
      assertTold("shop.properties");
    }
  }

  @Test
  void eachOfManyFilesIsTold() throws Exception {
    watch(folder, this::busyWithTheFirst);

    assertToldOfManyFilesAtOnce();
  }

  @Test
  void aListenerThatFailsIsToldOfWhatHasChangedMeanwhile() throws Exception {
    watch(
        folder,
        file -> {
          busyWithTheFirst(file);
          throw new IllegalStateException("no settings in there");
        });

    assertToldOfManyFilesAtOnce();
  }

  /** They come while the listener is busy with the first one. */
  private void assertToldOfManyFilesAtOnce() throws Exception {
    change("first");
    assertOpens(listenerIsBusy, "the listener was told of the first file");
    Set<Path> missing = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      change("settings" + i);
      missing.add(folder.resolve("settings" + i));
    }

    listenerMayEnd.countDown();

    while (!missing.isEmpty()) {
      Path next = told.poll(patience.toMillis(), MILLISECONDS);
      assertInTime(next != null, "the listener was told of " + missing);
      missing.remove(next);
    }
  }

  @Test
  void whatTheListenerFindsIsTheFile() throws Exception {
    var texts = new LinkedBlockingQueue<String>();
    watch(
        folder,
        file -> {
          try {
            texts.add(Files.readString(file));
          } catch (IOException e) {
            texts.add(e.toString());
          }
        });

    Path ready = Files.writeString(folders.resolve("ready"), "color=blue");
    Files.move(ready, folder.resolve("shop.properties"));

    assertThat(texts.poll(patience.toMillis(), MILLISECONDS)).isEqualTo("color=blue");
  }

  @Test
  void aListenerThatFailsIsToldOfTheNextFile() throws Exception {
    watch(
        folder,
        file -> {
          told.add(file);
          throw new IllegalStateException("no settings in there");
        });

    for (int i = 0; i < 3; i++) {
      change("settings" + i);
      assertTold("settings" + i);
    }
  }

  @Test
  void aClosedWatcherTellsNobody() throws Exception {
    var watcher = watch(folder, told::add);
    change("before");
    assertTold("before");
    close(watcher);
    for (Thread thread : watching) {
      if (!thread.join(patience)) {
        return; // What the leak tests say has to be mended first.
      }
    }
    change("after");

    // Time for a listener that is told all the same. Nobody has to use it.
    Path late = told.poll(20, MILLISECONDS);
    while (late != null && late.endsWith("before")) {
      late = told.poll(20, MILLISECONDS);
    }
    assertThat(late).as("the file that a closed watcher told of").isNull();
  }

  @Test
  void twoWatchersOfAFolderAreBothTold() throws Exception {
    var toldToo = new LinkedBlockingQueue<Path>();
    watch(folder, told::add);
    watch(folder, toldToo::add);

    // Moved, and not written: that is one event.
    Path ready = Files.writeString(folders.resolve("ready"), "color=blue");
    Files.move(ready, folder.resolve("shop.properties"));

    assertTold("shop.properties");
    assertInTime(
        toldToo.poll(patience.toMillis(), MILLISECONDS) != null,
        "the listener of the other watcher was told, too");
  }

  @Test
  void closingOneWatcherLeavesTheOthersAlone() throws Exception {
    Path other = Files.createTempDirectory(folders, "other");
    watch(folder, told::add);
    var watchers = List.of(watch(other, told::add), watch(folder, file -> {}));
    for (var watcher : watchers) {
      close(watcher);
    }

    change("shop.properties");

    assertTold("shop.properties");
  }

  /** Like many a library, this listener has its own idea of what to do with an interrupt. */
  private void busy(Path file) {
    listenerIsBusy.countDown();
    awaitWhatever(listenerMayEnd);
    listenerHasEnded.countDown();
  }

  private void busyWithTheFirst(Path file) {
    listenerIsBusy.countDown();
    awaitWhatever(listenerMayEnd);
    told.add(file);
  }

  private static void awaitWhatever(CountDownLatch gate) {
    for (boolean waits = true; waits; ) {
      try {
        gate.await();
        waits = false;
      } catch (InterruptedException e) {
        // Not now.
      }
    }
  }

  private K62_ConfigWatcher watch(Path folder, Consumer<Path> listener) throws IOException {
    var watcher =
        new K62_ConfigWatcher(
            folder,
            file -> {
              watching.add(Thread.currentThread());
              listener.accept(file);
            });
    opened.add(watcher);
    held.add(watcher);
    return watcher;
  }

  private void change(String file) throws IOException {
    Files.writeString(folder.resolve(file), "color=blue\n");
  }

  private void assertTold(String file) throws InterruptedException {
    Path next;
    do {
      next = told.poll(patience.toMillis(), MILLISECONDS);
      assertInTime(next != null, "the listener was told of " + file);
    } while (!next.equals(folder.resolve(file)));
  }

  private void close(K62_ConfigWatcher watcher) throws InterruptedException {
    opened.remove(watcher);
    var closing = new FutureTask<>(() -> closeNow(watcher), true);
    assertInTime(inBackground(closing).join(patience), "close() returned");
    assertThatCode(closing::get).as("close()").doesNotThrowAnyException();
  }

  private static void assertOpens(CountDownLatch gate, String what) throws InterruptedException {
    assertInTime(gate.await(patience.toMillis(), MILLISECONDS), what);
  }

  private static void assertInTime(boolean inTime, String what) {
    Duration waited = patience;
    if (!inTime) {
      patience = Duration.ofMillis(200);
    }
    assertThat(inTime).as("%s (waited for %s)", what, waited).isTrue();
  }

  private static void closeNow(AutoCloseable watcher) {
    try {
      watcher.close();
    } catch (Exception e) {
      throw new AssertionError("close() failed", e);
    }
  }

  private static Thread inBackground(Runnable action) {
    return Thread.ofPlatform().daemon().name("test").start(action);
  }
}
