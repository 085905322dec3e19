import java.util.concurrent.*;

// A page shows the weather if it comes in time.
// Today it does not come at all.
String weather() throws InterruptedException {
  Thread.sleep(Long.MAX_VALUE);
  return "sunny";
}

var workers =
    Executors.newVirtualThreadPerTaskExecutor();

for (int page = 1; page <= 100; page++) {
  Future<String> answer =
      workers.submit(() -> weather());
  try {
    answer.get(40, TimeUnit.MILLISECONDS);
  } catch (TimeoutException e) {
    answer.cancel(true);
  }
}
