package loosethreads.leakcheck.programs;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import loosethreads.leakcheck.monitor.GrowthAlarm;
import loosethreads.leakcheck.monitor.GrowthRule;
import loosethreads.leakcheck.monitor.ThreadsHandler;

/** A shop that can be watched while it runs, and that leaks: each customer leaves a thread. */
public final class WatchedShop implements AutoCloseable {
  private final Outbox outbox = new Outbox();
  private final DebugPage page;
  private final GrowthAlarm alarm;

  /** Opens the shop, with its debug page at a port of this machine; 0 is any that is free. */
  public WatchedShop(int port, GrowthRule rule) throws IOException {
    // It starts no thread yet. So there is none to end if the page can't be opened.
    alarm = GrowthAlarm.open("shop", rule);
    page = new DebugPage(port);
  }

  // tag::page[]
  /** Shows the threads at {@code http://localhost:6060/debug/threads}. */
  static final class DebugPage implements AutoCloseable {
    final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    DebugPage(int port) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.setExecutor(threads);
      server.createContext("/debug/threads", ThreadsHandler.forThisMachine().withProofs());
      server.start();
    }

    @Override
    public void close() {
      server.stop(0);
      threads.close();
    }
  }

  // end::page[]

  // tag::alarm[]
  /** Starts the alarm, and shows its gauges in JMX. */
  public void watchEvery(Duration pause) {
    alarm.sampleEvery(pause);
    alarm.publish();
  }

  // end::alarm[]

  // tag::rules[]
  /** A count a minute, and a window of a day: lows are those of the night. */
  static final GrowthRule SLOW_LEAK = new GrowthRule(24 * 60, 4, 50);

  /** A count a minute, and a window of ten minutes: for what would not wait for a week. */
  static final GrowthRule FAST_LEAK = new GrowthRule(10, 6, 5_000);

  // end::rules[]

  /** Serves a customer. */
  public void serve(String customer) {
    outbox.welcome(customer);
  }

  /** Where its debug page listens. */
  public InetSocketAddress address() {
    return page.server.getAddress();
  }

  /** Whether its alarm has found growth. */
  public boolean isGrowing() {
    return alarm.isGrowing();
  }

  @Override
  public void close() {
    alarm.close();
    page.close();
    outbox.close();
  }

  /** Serves fifty customers a second until it is killed. Its days last for two seconds. */
  public static void main(String[] args) throws Exception {
    try (var shop = new WatchedShop(6060, new GrowthRule(20, 4, 50))) {
      shop.watchEvery(Duration.ofMillis(100));
      for (int i = 0; i < 6_000; i++) {
        shop.serve("customer " + i);
        Thread.sleep(20);
      }
    }
  }
}
