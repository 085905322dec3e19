package loosethreads.libraries;

import java.util.Timer;
import java.util.TimerTask;

final class JdkTimer implements Library {
  private static TimerTask refresh() {
    return new TimerTask() {
      @Override
      public void run() {}
    };
  }

  // tag::leaking[]
  @Override
  public AutoCloseable leaking() {
    Timer timer = new Timer("refresh");
    timer.schedule(refresh(), 0, 60_000);
    return timer::cancel;
  }

  // end::leaking[]

  // tag::closed[]
  @Override
  public void closed() {
    Timer timer = new Timer("refresh");
    timer.schedule(refresh(), 0, 60_000);
    timer.cancel();
  }
  // end::closed[]
}
