package loosethreads.benchmarks.cure;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Select;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import loosethreads.benchmarks.measure.Kind;

/** A way to end threads that wait for work, and how they wait so that it can. */
public enum Cure {
  /** Each waits in {@code take()} of a queue of its own, and is interrupted. */
  INTERRUPT {
    @Override
    Crew gather(Kind kind) {
      return new Crew() {
        @Override
        public Thread start() {
          BlockingQueue<Object> work = new LinkedBlockingQueue<>();
          return kind.start(() -> untilInterrupted(work::take));
        }

        @Override
        public void end(List<Thread> threads) {
          threads.forEach(Thread::interrupt);
        }
      };
    }
  },

  /**
   * All wait in {@code take()} of one queue; each is interrupted, and has to be taken out of the
   * middle of the line.
   */
  INTERRUPT_IN_LINE {
    @Override
    Crew gather(Kind kind) {
      BlockingQueue<Object> work = new LinkedBlockingQueue<>();
      return new Crew() {
        @Override
        public Thread start() {
          return kind.start(() -> untilInterrupted(work::take));
        }

        @Override
        public void end(List<Thread> threads) {
          threads.forEach(Thread::interrupt);
        }
      };
    }
  },

  /** All wait in {@code take()} of one queue; it gets a pill for each. */
  POISON_PILL {
    private static final Object PILL = new Object();

    @Override
    Crew gather(Kind kind) {
      BlockingQueue<Object> work = new LinkedBlockingQueue<>();
      return new Crew() {
        @Override
        public Thread start() {
          return kind.start(() ->
              untilInterrupted(() -> {
                while (work.take() != PILL) {
                  // There is no work in this benchmark.
                }
              }));
        }

        @Override
        public void end(List<Thread> threads) {
          for (int i = 0; i < threads.size(); i++) {
            work.add(PILL);
          }
        }
      };
    }
  },

  /** All wait for one latch, and do nothing else: the least that a word for all can cost. */
  LATCH {
    @Override
    Crew gather(Kind kind) {
      var over = new CountDownLatch(1);
      return new Crew() {
        @Override
        public Thread start() {
          return kind.start(() -> untilInterrupted(over::await));
        }

        @Override
        public void end(List<Thread> threads) {
          over.countDown();
        }
      };
    }
  },

  /** All select from a channel with work, and one that is closed in the end: Go's way. */
  DONE_CHANNEL {
    @Override
    Crew gather(Kind kind) {
      Channel<Object> work = Channel.newRendezvousChannel();
      Channel<Object> over = Channel.newRendezvousChannel();
      return new Crew() {
        @Override
        public Thread start() {
          return kind.start(() ->
              untilInterrupted(
                  () -> Select.selectOrClosed(over.receiveClause(), work.receiveClause())));
        }

        @Override
        public void end(List<Thread> threads) {
          over.done();
        }
      };
    }
  },

  /**
   * All are in one scope, each with a queue of its own. The scope ends when one more has an answer,
   * and interrupts the others.
   */
  SCOPE {
    @Override
    Crew gather(Kind kind) {
      var answer = new CountDownLatch(1);
      var scope =
          StructuredTaskScope.open(
              Joiner.<Object>anySuccessfulResultOrThrow(),
              settings ->
                  settings.withThreadFactory(
                      kind == Kind.VIRTUAL
                          ? Thread.ofVirtual().factory()
                          : Thread.ofPlatform().daemon().factory()));
      scope.fork(() -> {
        answer.await();
        return "the answer";
      });
      return new Crew() {
        @Override
        public Thread start() {
          BlockingQueue<Object> work = new LinkedBlockingQueue<>();
          var self = new CompletableFuture<Thread>();
          scope.fork(() -> {
            self.complete(Thread.currentThread());
            return work.take();
          });
          return self.join();
        }

        @Override
        public void end(List<Thread> threads) throws InterruptedException {
          answer.countDown();
          try (scope) {
            scope.join();
          }
        }
      };
    }
  };

  /** Threads that one word ends. Started, and ended, by one thread. */
  interface Crew {
    /** Starts one more. */
    Thread start();

    /** Says the word. Need not wait until they have ended. */
    void end(List<Thread> threads) throws InterruptedException;
  }

  /** Something that an interrupt ends. */
  private interface Interruptible {
    void run() throws InterruptedException;
  }

  /** Prepares for threads of that kind. */
  abstract Crew gather(Kind kind);

  /** As the results say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void untilInterrupted(Interruptible wait) {
    try {
      wait.run();
    } catch (InterruptedException e) {
      // Somebody wants this thread to end, so it ends.
    }
  }
}
