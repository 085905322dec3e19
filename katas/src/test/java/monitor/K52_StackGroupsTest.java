package monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import jdk.management.VirtualThreadSchedulerMXBean;
import loosethreads.leakcheck.LeakFree;
import monitor.K52_StackGroups.Group;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One dump of many threads is taken, and every test reads it. */
class K52_StackGroupsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final CountDownLatch OVER = new CountDownLatch(1);
  private static final Collection<CountDownLatch> OWN = new ConcurrentLinkedQueue<>();
  private static final List<Thread> THREADS = new ArrayList<>();
  private static final List<String> HOSTILE_NAMES =
      List.of(
          "",
          "\"",
          "\\",
          "\\\"",
          "stack",
          "\"stack\": [",
          "\"stack\": [\n  \"a.B.c(B.java:1)\"\n]",
          "a\",\n            \"stack\": [\n              \"a.B.c(B.java:1)\"\n            ],",
          "]",
          "}, {",
          "a.B.c(B.java:1)",
          "\"tid\": \"99\"",
          "a\n\n#99 \"b\" virtual WAITING 2026-11-25T21:25:32Z\n    at a.B.c(B.java:1)\n",
          "Grüße, 你好, 🧵\u2028");

  @TempDir private static Path folder;
  private static Path real;

  private final K52_StackGroups tool = new K52_StackGroups();

  @BeforeAll
  static void dumpManyThreads() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        var another = Executors.newVirtualThreadPerTaskExecutor()) {
      start(100, Places::order);
      start(9, Places::payment);
      start(11, Places::delivery);
      start(2, Places::refund);
      start(4, Places::red);
      start(4, Places::blue);
      start(5 + 6, Places::eitherLine);
      start(7, Places::firstCaller);
      start(8, Places::secondCaller);
      start(3 + 5, Places::shallow);
      start(2 + 3, Places::deep);
      start(12, Places::withALockOfItsOwn);
      start(13, Places::forSomethingOfItsOwn);
      for (String name : HOSTILE_NAMES) {
        THREADS.add(Thread.ofVirtual().name(name).start(Places::named));
      }
      for (int i = 0; i < 10; i++) {
        (i < 3 ? another : executor).execute(Places::executed);
      }
      THREADS.add(Thread.ofVirtual().start(Places::alone));
      try {
        assertThat(comes(K52_StackGroupsTest::allWait)).as("all threads wait").isTrue();
        real = folder.resolve("real.json");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(real.toAbsolutePath().toString(), ThreadDumpFormat.JSON);
      } finally {
        OVER.countDown();
        OWN.forEach(CountDownLatch::countDown);
      }
    }
    for (Thread thread : THREADS) {
      assertThat(thread.join(PATIENCE)).as("a thread of the test ended").isTrue();
    }
  }

  @Test
  void threadsThatWaitInTheSamePlaceAreAGroup() throws Exception {
    assertGroupsIn("order", 100);
  }

  @Test
  void threadsThatWaitInDifferentPlacesAreDifferentGroups() throws Exception {
    assertGroupsIn("payment", 9);
    assertGroupsIn("delivery", 11);
    assertGroupsIn("refund", 2);
    assertGroupsIn("alone", 1);
  }

  @Test
  void groupsOfTheSameSizeAreAllThere() throws Exception {
    assertGroupsIn("red", 4);
    assertGroupsIn("blue", 4);
  }

  @Test
  void differentLinesOfAMethodAreDifferentPlaces() throws Exception {
    assertGroupsIn("eitherLine", 6, 5);
  }

  @Test
  void differentCallersAreDifferentPlaces() throws Exception {
    assertGroupsIn("firstCaller", 7);
    assertGroupsIn("secondCaller", 8);
    assertGroupsIn("called", 8, 7);
  }

  @Test
  void itMattersHowDeepAStackIs() throws Exception {
    assertGroupsIn("shallow", 5, 3);
    assertGroupsIn("deep", 3, 2);
  }

  @Test
  void itDoesNotMatterWhatAThreadHoldsOrWaitsFor() throws Exception {
    assertGroupsIn("withALockOfItsOwn", 12);
    assertGroupsIn("forSomethingOfItsOwn", 13);
  }

  @Test
  void itDoesNotMatterWhichExecutorAThreadBelongsTo() throws Exception {
    assertGroupsIn("executed", 10);
  }

  @Test
  void itDoesNotMatterWhatAThreadIsCalled() throws Exception {
    assertGroupsIn("named", HOSTILE_NAMES.size());
    assertThat(tool.groups(real))
        .as("frames that are in no stack but in a name")
        .noneMatch(group -> group.stack().stream().anyMatch(f -> f.startsWith("a.B.c")));
  }

  @Test
  void theBiggestGroupComesFirst() throws Exception {
    List<Group> groups = tool.groups(real);

    assertThat(groups)
        .extracting(Group::threads)
        .as("how many threads the groups have")
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(groups.getFirst().stack())
        .as("the stack of the biggest group")
        .anyMatch(frame -> frame.contains("Places.order("));
  }

  @Test
  void everyThreadIsInAGroup() throws Exception {
    long threads = Files.readAllLines(real).stream().filter(l -> l.matches(" *\"tid\":.*")).count();

    assertThat(tool.groups(real).stream().mapToLong(Group::threads).sum())
        .as("threads in all groups together")
        .isEqualTo(threads);
  }

  @Test
  void threadsWithoutAStackAreAGroup() throws Exception {
    Path dump =
        dump(
            List.of(),
            List.of("shop.Cart.wait(Cart.java:7)"),
            List.of(),
            List.of("shop.Cart.wait(Cart.java:7)"),
            List.of());

    assertThat(tool.groups(dump))
        .as("groups of a dump with three threads that have no stack, and two that have one")
        .containsExactly(
            new Group(3, List.of()), new Group(2, List.of("shop.Cart.wait(Cart.java:7)")));
  }

  @Test
  void stacksThatOnlyLookAlikeAreDifferent() throws Exception {
    // Two texts with the same hash code.
    var one = List.of("shop.Cart.Aa(Cart.java:7)", "shop.Cart.run(Cart.java:1)");
    var other = List.of("shop.Cart.BB(Cart.java:7)", "shop.Cart.run(Cart.java:1)");
    var turned = one.reversed();
    Path dump = dump(one, other, turned, one, other, one);

    assertThat(tool.groups(dump))
        .as("groups of stacks with the same hash code, or with the same frames in another order")
        .containsExactly(new Group(3, one), new Group(2, other), new Group(1, turned));
  }

  @Test
  void stacksThatDifferInOneLineAreDifferent() throws Exception {
    String cart = "shop.Cart.wait(Cart.java:7)";
    List<List<String>> stacks =
        List.of(
            List.of("java.base/java.lang.Thread.sleep(Thread.java:509)", cart),
            List.of("java.base/java.lang.Object.wait(Object.java:389)", cart),
            List.of(cart),
            List.of("app//shop.Cart.wait(Cart.java:7)"),
            List.of("app/shop@1.0/shop.Cart.wait(Cart.java:7)"),
            List.of("app/shop@1.1/shop.Cart.wait(Cart.java:7)"),
            List.of("red//shop.Till.wait(Till.java:9)", cart),
            List.of("blue//shop.Till.wait(Till.java:9)", cart),
            List.of("jdk.proxy2.$Proxy17.size(Unknown Source)", cart),
            List.of("jdk.proxy2.$Proxy18.size(Unknown Source)", cart),
            List.of("shop.Cart$$Lambda/0x00007f1c2c0a1000.run(Unknown Source)", cart),
            List.of("shop.Cart$$Lambda/0x00007f1c2c0a1238.run(Unknown Source)", cart),
            List.of("shop.Cart.lambda$run$0(Cart.java:8)", cart),
            List.of("shop.Cart.lambda$run$1(Cart.java:8)", cart));
    List<List<String>> threads = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < stacks.size(); i++) {
      threads.addAll(stacks.subList(i, stacks.size()));
      groups.add(new Group(stacks.size() - i, stacks.reversed().get(i)));
    }

    assertThat(tool.groups(dump(threads)))
        .as("groups of threads whose stacks differ in one line")
        .containsExactlyElementsOf(groups);
  }

  @Test
  void aStackIsWhatTheDumpSays() throws Exception {
    var stack =
        List.of(
            "java.base/java.lang.VirtualThread.park(VirtualThread.java:742)",
            "app//shop.CartSpec.it says \"hello\"(CartSpec.kt:3)",
            "app//shop.CartSpec.it parses C:\\carts(CartSpec.kt:9)",
            "shop.Größe.größer(Größe.java)",
            "jdk.proxy2.$Proxy17.size(Unknown Source)",
            "shop.Cart$1.run(Unknown Source)");

    assertThat(tool.groups(dump(stack))).as("the only group").containsExactly(new Group(1, stack));
  }

  @Test
  void aDumpCanBeReadAgain() throws Exception {
    byte[] before = Files.readAllBytes(real);

    var first = tool.groups(real);
    var second = tool.groups(real);

    assertThat(second).hasSameSizeAs(first).containsAll(first);
    assertThat(real).exists().hasBinaryContent(before);
    try (var files = Files.list(folder)) {
      assertThat(files.filter(f -> f.getFileName().toString().startsWith("real")))
          .containsExactly(real);
    }
  }

  @Test
  void aDumpMayBeWrittenAnew() throws Exception {
    var cart = List.of("shop.Cart.wait(Cart.java:7)");
    var till = List.of("shop.Till.wait(Till.java:9)");
    Path dump = dump(cart);
    assertThat(tool.groups(dump)).as("the only group").containsExactly(new Group(1, cart));

    Files.copy(dump(till, till), dump, StandardCopyOption.REPLACE_EXISTING);

    assertThat(tool.groups(dump))
        .as("the only group of a new dump in the place of the old one")
        .containsExactly(new Group(2, till));
  }

  @Test
  void thePageHasTheGroupsInTheirOrder() throws Exception {
    var cart = List.of("shop.Cart.wait(Cart.java:7)", "shop.Cart.run(Cart.java:1)");
    var till = List.of("shop.Till.wait(Till.java:9)");
    Path dump = dump(till, cart, cart, till, cart, cart, till, cart, cart, cart, cart, cart, cart);

    assertThat(tool.page(dump))
        .as("the page")
        .isEqualTo(
            """
            total 13

            10 @
                shop.Cart.wait(Cart.java:7)
                shop.Cart.run(Cart.java:1)

            3 @
                shop.Till.wait(Till.java:9)
            """);
  }

  @Test
  @LeakFree
  void noThreadIsLeftBehind() throws Exception {
    tool.groups(real);
    tool.page(real);
  }

  /** Asserts how many threads the groups have that wait in a place, the biggest group first. */
  private void assertGroupsIn(String place, Integer... threads) throws Exception {
    assertThat(tool.groups(real))
        .filteredOn(g -> g.stack().stream().anyMatch(f -> f.contains("Places." + place + "(")))
        .extracting(Group::threads)
        .as("groups of threads that wait in %s(), each with its number of threads", place)
        .containsExactly(threads);
  }

  /** Writes a dump as JDK 25 does. Nothing that two threads say of themselves is the same. */
  @SafeVarargs
  private static Path dump(List<String>... stacks) throws Exception {
    return dump(List.of(stacks));
  }

  private static Path dump(List<List<String>> stacks) throws Exception {
    List<String> states = List.of("WAITING", "RUNNABLE", "BLOCKED");
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < stacks.size(); i++) {
      String frames =
          String.join(
              ",\n",
              stacks.get(i).stream()
                  .map(f -> f.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"))
                  .map(f -> "              \"" + f + "\"")
                  .toList());
      threads.add(
          """
                    {
                      "tid": "%d",
                      "time": "2026-11-25T21:25:32.752370926Z",
                      "virtual": true,
                      "name": "shop %d",
                      "state": "%s",
                      "parkBlocker": {
                        "object": "java.util.concurrent.CountDownLatch$Sync@%x"
                      },
                      "stack": [
          %s            ],
                      "monitorsOwned": [
                        {
                          "depth": 0,
                          "locks": [
                            "java.lang.Object@%x"
                          ]
                        }
                      ]
                    }\
          """
              .formatted(
                  i + 100,
                  i,
                  states.get(i % 3),
                  i + 7000,
                  frames.isEmpty() ? "" : frames + "\n",
                  i + 8000));
    }
    Path dump = Files.createTempFile(folder, "made", ".json");
    Files.writeString(
        dump,
        """
        {
          "threadDump": {
            "processId": "19693",
            "time": "2026-11-25T21:25:32.734117661Z",
            "runtimeVersion": "25.0.3+9-LTS",
            "threadContainers": [
              {
                "container": "<root>",
                "parent": null,
                "owner": null,
                "threads": [
        %s
                ],
                "threadCount": "%d"
              }
            ]
          }
        }
        """
            .formatted(String.join(",\n", threads), stacks.size()));
    return dump;
  }

  private static void start(int threads, Runnable place) {
    for (int i = 0; i < threads; i++) {
      THREADS.add(Thread.ofVirtual().name("shop " + THREADS.size()).start(place));
    }
  }

  /**
   * Whether all threads wait, and no carrier is busy. JDK 25 may crash if it is asked about a
   * virtual thread that is just being mounted or unmounted (JDK-8364343).
   */
  private static boolean allWait() {
    var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    return Places.EXECUTED.getCount() == 0
        && THREADS.stream().allMatch(t -> t.getState() == State.WAITING)
        && scheduler.getQueuedVirtualThreadCount() <= 0
        && scheduler.getMountedVirtualThreadCount() <= 0;
  }

  private static boolean comes(BooleanSupplier event) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!event.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(500_000);
    }
    return true;
  }

  /** Where the threads of a shop wait. */
  private static final class Places {
    static final CountDownLatch EXECUTED = new CountDownLatch(10);

    /** Which threads go which way must not be seen further down in their stacks, so they count. */
    static final AtomicInteger LINES = new AtomicInteger();

    static final AtomicInteger SHALLOW = new AtomicInteger();
    static final AtomicInteger DEEP = new AtomicInteger();

    static void order() {
      await(OVER);
    }

    static void payment() {
      await(OVER);
    }

    static void delivery() {
      await(OVER);
    }

    static void refund() {
      await(OVER);
    }

    static void red() {
      await(OVER);
    }

    static void blue() {
      await(OVER);
    }

    static void alone() {
      await(OVER);
    }

    static void named() {
      await(OVER);
    }

    static void executed() {
      EXECUTED.countDown();
      await(OVER);
    }

    static void eitherLine() {
      if (LINES.incrementAndGet() <= 5) {
        await(OVER);
      } else {
        await(OVER);
      }
    }

    static void firstCaller() {
      called();
    }

    static void secondCaller() {
      called();
    }

    static void called() {
      await(OVER);
    }

    static void shallow() {
      down(SHALLOW.incrementAndGet() <= 3 ? 2 : 5);
    }

    static void deep() {
      down(DEEP.incrementAndGet() <= 2 ? 150 : 151);
    }

    static void down(int steps) {
      if (steps > 0) {
        down(steps - 1);
      } else {
        await(OVER);
      }
    }

    static void withALockOfItsOwn() {
      synchronized (new Object()) {
        await(OVER);
      }
    }

    static void forSomethingOfItsOwn() {
      var own = new CountDownLatch(1);
      OWN.add(own);
      await(own);
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
