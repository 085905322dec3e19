package loosethreads.libraries;

import loosethreads.leakcheck.Leak;

/** The libraries, and what leakcheck has to say when one is misused. */
@SuppressWarnings("ImmutableEnumChecker") // none of the libraries' classes has a field
enum WellKnown {
  HTTP_CLIENT(new JdkHttpClient(), 2, 9, "is the thread of an HttpClient that nobody closed"),
  TIMER(new JdkTimer(), 1, 1, "is the thread of a Timer and waits for its next task"),
  WATCH_SERVICE(new JdkWatchService(), 1, 1, "is the thread of a WatchService that nobody closed"),
  FORK_JOIN_POOL(new JdkForkJoinPool(), 1, 1, Words.IDLE),
  AWS_SDK(new AwsSdk(), 2, 2, Words.SELECT),
  CAFFEINE(new CaffeineCache(), 1, 1, Words.IDLE),
  GRPC(new Grpc(), 2, 9, "FastThreadLocalThread.new"),
  HIKARICP(new Hikari(), 1, 2, Words.IDLE),
  JETTY(new Jetty(), 8, 8, "accept() on a ServerSocketChannelImpl"),
  KAFKA(new Kafka(), 1, 1, ""),
  NETTY(new Netty(), 1, 1, Words.SELECT),
  OKHTTP(new OkHttp(), 1, 1, Words.IDLE),
  QUARTZ(new Quartz(), 3, 3, "in wait() on an Object"),
  REACTOR(new Reactor(), 1, 1, Words.IDLE),
  RXJAVA(new RxJava(), 1, 1, Words.IDLE);

  private final Library library;
  private final int least;
  private final int most;
  private final String words;

  /** The number of threads is a range where it depends on the machine's cores and load. */
  WellKnown(Library library, int least, int most, String words) {
    this.library = library;
    this.least = least;
    this.most = most;
    this.words = words;
  }

  Library library() {
    return library;
  }

  int least() {
    return least;
  }

  int most() {
    return most;
  }

  /** What the report says that a thread of it waits for. */
  String words() {
    return words;
  }

  /** Whether the JDK hides who starts its threads. Then the report names them by what they are. */
  boolean hidesItsBirth() {
    return this == HTTP_CLIENT || this == WATCH_SERVICE;
  }

  /** The method outside of the JDK and of any library that is to blame, by the report. */
  static String culprit(Leak leak) {
    return leak.calledBy().isEmpty() ? leak.startedBy() : leak.calledBy();
  }

  private static final class Words {
    static final String IDLE = "is an idle worker and waits for the next task of its pool";
    static final String SELECT = "waits in select() on a SelectorImpl for input or output";
  }
}
