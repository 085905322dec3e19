package loosethreads.libraries;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;

final class JdkForkJoinPool implements Library {
  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    ForkJoinPool pool = new ForkJoinPool(1);
    pool.submit(() -> LongStream.range(0, 1_000).parallel().sum()).join();
    return pool;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    try (ForkJoinPool pool = new ForkJoinPool(1)) {
      pool.submit(() -> LongStream.range(0, 1_000).parallel().sum()).join();
    }
  }
  // end::closed[]
}
