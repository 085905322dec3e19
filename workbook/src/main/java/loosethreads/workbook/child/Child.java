package loosethreads.workbook.child;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loosethreads.workbook.wire.MarkedLine;
import loosethreads.workbook.wire.MarkedLines;
import loosethreads.workbook.wire.ParentWatch;

/**
 * The spare JVM: loads JUnit, says it is ready, warms up until a job comes, runs it, and is then
 * ended by the judge.
 *
 * <p>The job comes in on standard input, messages go out on standard error, and what the candidate
 * prints goes to standard output, whichever stream it prints to. When standard input ends, the
 * judge is gone, and so are we.
 */
public final class Child {
  /** What the JIT compiler has seen this often it has compiled, or never will. */
  private static final int WARM_UPS = 11;

  private final MarkedLines messages;
  private volatile boolean finished;

  private Child(String nonce) {
    this.messages = new MarkedLines(nonce);
  }

  /**
   * Runs the spare JVM.
   *
   * @param args {@code train} to load everything once and end, for the AOT cache; else a nonce that
   *     marks our messages, the most milliseconds that one test may take, and {@code eager} to get
   *     warm until the job comes
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("train")) {
      warmUp();
      TestRun.of(TrainingCase.class, false, message -> MarkedLine.of("train", message.fields()));
      return;
    }
    new Child(args[0])
        .run(Duration.ofMillis(Long.parseLong(args[1])), args[2].equals("eager") ? WARM_UPS : 0);
  }

  private void run(Duration limit, int warmUps) throws Exception {
    InputStream jobs = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    var output = new CappedOutput(new FileOutputStream(FileDescriptor.out));
    var print = new PrintStream(output, true, StandardCharsets.UTF_8);
    System.setOut(print);
    System.setErr(print);

    TestRun.load();
    tell(new Message.Ready());
    for (int i = 0; i < warmUps && jobs.available() == 0; i++) {
      warmUp();
    }

    var in = new DataInputStream(new BufferedInputStream(jobs));
    Job job = Job.read(in);
    ParentWatch.start(in);
    Runtime.getRuntime().addShutdownHook(new Thread(this::sayWhoAsked, "judge-exit"));

    var watchdog = new Watchdog(limit, this::tell);
    watchdog.start();
    var loader = new CandidateLoader(job.classes());
    Thread.currentThread().setContextClassLoader(loader);
    Class<?> test = loader.loadClass(job.testClass());
    Consumer<Message> listener =
        message -> {
          tell(message);
          watchdog.moved(message);
        };
    if (job.rounds() == 0) {
      TestRun.of(test, job.prove(), listener);
    } else {
      Rounds.of(test, job.rounds(), listener);
    }
    output.sayWhatWasDropped();
    output.close();
    finished = true;
    tell(new Message.Finished());
    // The judge has all it needs; it ends this JVM and every thread that was left in it.
    Thread.currentThread().join();
  }

  private static void warmUp() {
    TestRun.of(WarmUpCase.class, false, message -> MarkedLine.of("warm", message.fields()));
  }

  private void tell(Message message) {
    messages.send(message.fields());
  }

  private void sayWhoAsked() {
    if (!finished) {
      tell(new Message.Exiting(whoCalledExit()));
    }
  }

  private static String whoCalledExit() {
    return Thread.getAllStackTraces().values().stream()
        .filter(Child::callsExit)
        .flatMap(Stream::of)
        .filter(f -> "candidate".equals(f.getClassLoaderName()))
        .map(f ->
            "    at " + f.getMethodName() + " (" + f.getFileName() + ":" + f.getLineNumber() + ")")
        .collect(Collectors.joining("\n"));
  }

  private static boolean callsExit(StackTraceElement[] stack) {
    return Stream.of(stack)
        .anyMatch(
            f -> f.getClassName().equals("java.lang.Shutdown") || f.getMethodName().equals("exit"));
  }
}
