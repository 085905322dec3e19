package loosethreads.libraries;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

final class Reactor implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    Scheduler scheduler = Schedulers.newSingle("ticker");
    Disposable prices = Flux.interval(Duration.ofMinutes(1), scheduler).subscribe();
    prices.dispose();
    return scheduler::dispose;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    Scheduler scheduler = Schedulers.newSingle("ticker");
    Disposable prices = Flux.interval(Duration.ofMinutes(1), scheduler).subscribe();
    prices.dispose();
    scheduler.dispose();

    // The shared ones are nobody's to dispose of.
    Mono.just(1).subscribeOn(Schedulers.boundedElastic()).block();
    Flux.range(0, 9).publishOn(Schedulers.parallel()).timeout(Duration.ofHours(1)).blockLast();
    Flux.interval(Duration.ofMillis(1), Schedulers.single()).blockFirst();
  }
  // end::closed[]
}
