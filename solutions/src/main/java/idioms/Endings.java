package idioms;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Go's context, WaitGroup and Mutex: who ends a thread, and who waits for it. */
final class Endings {
  // tag::key[]
  static final ScopedValue<String> USER = ScopedValue.newInstance();
  // end::key[]

  static final Lock LOCK = new ReentrantLock();

  private Endings() {}

  static Thread poll(Runnable work) {
    // tag::cancel[]
    Thread worker =
        Thread.startVirtualThread(() -> {
          while (!Thread.currentThread().isInterrupted()) {
            work.run();
          }
        });
    // end::cancel[]
    return worker;
  }

  static void stop(Thread worker) {
    // tag::cancel[]
    worker.interrupt();
    // end::cancel[]
  }

  static void tick(CountDownLatch over, Runnable work) throws InterruptedException {
    // tag::done[]
    do {
      work.run();
    } while (!over.await(1, TimeUnit.SECONDS));
    // end::done[]
  }

  static <T> T askWithin(Duration limit, Callable<T> ask) throws InterruptedException {
    // tag::timeout[]
    try (var scope =
        StructuredTaskScope.open(
            Joiner.<T>awaitAllSuccessfulOrThrow(), c -> c.withTimeout(limit))) {
      var answer = scope.fork(ask);
      scope.join(); // throws when the time is up
      return answer.get();
    }
    // end::timeout[]
  }

  static void handle(String user, Runnable request) {
    // tag::value[]
    ScopedValue.where(USER, user).run(request);
    // end::value[]
  }

  static String greeting() {
    // tag::value[]
    String user = USER.orElse("stranger");
    // end::value[]
    return "Hello, " + user;
  }

  static void each(Iterable<String> parts, int count, Consumer<String> store)
      throws InterruptedException {
    // tag::latch[]
    var missing = new CountDownLatch(count);
    for (String part : parts) {
      Thread.startVirtualThread(() -> {
        try {
          store.accept(part);
        } finally {
          missing.countDown();
        }
      });
    }
    missing.await();
    // end::latch[]
  }

  static void eachAsItComes(Iterable<String> parts, Consumer<String> store) {
    // tag::phaser[]
    var group = new Phaser(1); // that is me
    for (String part : parts) {
      group.register();
      Thread.startVirtualThread(() -> {
        try {
          store.accept(part);
        } finally {
          group.arriveAndDeregister();
        }
      });
    }
    group.arriveAndAwaitAdvance();
    // end::phaser[]
  }

  static void eachOrNone(Iterable<String> parts, Consumer<String> store)
      throws InterruptedException {
    // tag::scope[]
    try (var scope = StructuredTaskScope.open()) {
      for (String part : parts) {
        scope.fork(() -> store.accept(part));
      }
      scope.join(); // throws if one of them failed
    }
    // end::scope[]
  }

  static <T> T first(Iterable<Callable<T>> mirrors) throws InterruptedException {
    // tag::race[]
    try (var scope = StructuredTaskScope.open(Joiner.<T>anySuccessfulResultOrThrow())) {
      mirrors.forEach(scope::fork);
      return scope.join(); // calls the others off
    }
    // end::race[]
  }

  static void locked(Runnable change) {
    // tag::mutex[]
    LOCK.lock();
    try {
      change.run();
    } finally {
      LOCK.unlock();
    }
    // end::mutex[]
  }
}
