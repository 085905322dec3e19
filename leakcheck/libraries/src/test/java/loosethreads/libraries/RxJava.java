package loosethreads.libraries;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.concurrent.TimeUnit;

final class RxJava implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    Disposable prices = Flowable.interval(1, TimeUnit.MINUTES, Schedulers.newThread()).subscribe();
    return prices::dispose;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    Disposable prices = Flowable.interval(1, TimeUnit.MINUTES, Schedulers.newThread()).subscribe();
    prices.dispose();

    // The shared ones are nobody's to shut down.
    Flowable.just(1).subscribeOn(Schedulers.io()).blockingSubscribe();
    Flowable.just(1)
        .observeOn(Schedulers.computation())
        .timeout(1, TimeUnit.HOURS)
        .blockingSubscribe();
    Flowable.just(1).observeOn(Schedulers.single()).blockingSubscribe();
  }
  // end::closed[]
}
