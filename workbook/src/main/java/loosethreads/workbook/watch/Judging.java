package loosethreads.workbook.watch;

import java.util.Optional;
import java.util.function.Consumer;
import loosethreads.workbook.judge.Candidate;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/**
 * Judges on a thread of its own. A request that comes during a judgement waits for its end; of
 * several, the last one counts.
 */
final class Judging implements AutoCloseable {
  private final Checkout checkout;
  private final Judge judge;
  private final Consumer<Event> events;
  private final Thread thread;
  private Optional<Kata> requested = Optional.empty();

  Judging(Checkout checkout, Judge judge, Consumer<Event> events) {
    this.checkout = checkout;
    this.judge = judge;
    this.events = events;
    this.thread = Thread.ofPlatform().name("watch-judge").daemon().start(this::work);
  }

  /** Asks for a verdict on what the learner has saved by the time the judge begins. */
  synchronized void request(Kata kata) {
    requested = Optional.of(kata);
    notifyAll();
  }

  private synchronized Kata next() throws InterruptedException {
    while (requested.isEmpty()) {
      wait();
    }
    Kata kata = requested.get();
    requested = Optional.empty();
    return kata;
  }

  private void work() {
    try {
      while (true) {
        Candidate candidate = Candidate.learners(checkout, next());
        events.accept(new Event.Judged(candidate, judge.judge(candidate)));
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      events.accept(new Event.Broken(e));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
