package loosethreads.leakcheck;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A JVM of its own in which nobody else starts threads. Prints what the census counts. */
final class CountsThreads {
  private CountsThreads() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("before " + ThreadCensus.count());
    var gate = new CountDownLatch(1);
    List<Thread> threads =
        Stream.of(
                Thread.ofVirtual().unstarted(() -> await(gate)),
                Thread.ofVirtual().unstarted(() -> await(gate)),
                Thread.ofVirtual().unstarted(() -> await(gate)),
                Thread.ofPlatform().unstarted(() -> await(gate)),
                Thread.ofPlatform().daemon().unstarted(() -> await(gate)))
            .peek(Thread::start)
            .toList();
    ThreadCount during = ThreadCensus.count();
    System.out.println("during " + during + ", in all " + during.total());
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("after " + ThreadCensus.count());
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
