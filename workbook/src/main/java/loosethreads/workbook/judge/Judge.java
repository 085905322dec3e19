package loosethreads.workbook.judge;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import loosethreads.workbook.child.Job;
import loosethreads.workbook.child.Message;
import loosethreads.workbook.compile.Compilation;
import loosethreads.workbook.compile.KataCompiler;
import loosethreads.workbook.compile.SourceText;
import loosethreads.workbook.judge.SpareJvm.Event;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;
import loosethreads.workbook.kata.Recording;

/**
 * Runs candidates: compiles them in this JVM and tests each in a fresh child JVM, one after
 * another.
 *
 * <p>While nobody waits it warms the compiler and keeps one child ready. What a candidate does to
 * its JVM ends with that JVM.
 */
public final class Judge implements AutoCloseable {
  private final Limits limits;
  private final Checkout checkout;
  private final CandidateSources sources;
  private final KataCompiler compiler;
  private final ChildCommand command;
  private final AotCache cache;
  private final boolean eager;
  private final ExecutorService background;
  private final ExecutorService warming;
  private Future<SpareJvm> spare;

  /**
   * Makes a judge.
   *
   * @param eager whether a verdict that comes a little earlier is worth some seconds of a core now
   */
  Judge(Checkout checkout, Limits limits, KataCompiler compiler, boolean eager) {
    this.limits = limits;
    this.checkout = checkout;
    this.sources = new CandidateSources(checkout);
    this.compiler = compiler;
    this.eager = eager;
    this.command = new ChildCommand(checkout, limits, eager);
    this.cache = cache(checkout, command);
    this.background =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("judge-spare").daemon().factory());
    this.warming =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("judge-warm").daemon().factory());
    this.spare = background.submit(this::start);
    if (eager) {
      warming.execute(this::warm);
    }
  }

  /** Opens a judge with the usual limits and returns at once; it gets warm in the background. */
  public static Judge open(Checkout checkout) {
    return open(checkout, Limits.USUAL);
  }

  /** Opens a judge with other limits. */
  public static Judge open(Checkout checkout, Limits limits) {
    return new Judge(checkout, limits, new KataCompiler(checkout.kataClassPath()), true);
  }

  /**
   * Makes the cache that lets child JVMs start quickly, if it is not there. Takes some seconds. A
   * judge that is open for long does so by itself.
   */
  public static void prepare(Checkout checkout) throws InterruptedException {
    AotCache cache = cache(checkout, new ChildCommand(checkout, Limits.USUAL, true));
    try {
      cache.train();
    } finally {
      cache.close();
    }
  }

  private static AotCache cache(Checkout checkout, ChildCommand command) {
    return new AotCache(checkout.state().resolve("cache"), command);
  }

  /**
   * Judges a candidate.
   *
   * @return the verdict, whatever the candidate does: its faults are never thrown
   * @throws InterruptedException if the caller no longer wants to know
   */
  public Verdict judge(Candidate candidate) throws InterruptedException {
    return judge(candidate, false);
  }

  /**
   * Judges a candidate, and has leakcheck prove, where it can, that nobody can wake what is left.
   */
  public synchronized Verdict judge(Candidate candidate, boolean prove)
      throws InterruptedException {
    long start = System.nanoTime();
    Kata kata = candidate.kata();
    return switch (compile(candidate, sources::test)) {
      case Compilation.Errors(String text) -> Verdicts.notCompiling(kata, since(start), text);
      case Compilation.Classes(var classes) -> {
        try {
          Followed run = run(new Job(kata.testClass(), classes, prove));
          yield Verdicts.of(kata, since(start), run.run, run.end, limits, run.output);
        } catch (IOException e) {
          yield Verdicts.noJvm(kata, since(start), e.getMessage());
        }
      }
    };
  }

  /**
   * Runs a candidate's tests, or its kata's {@linkplain Checkout#round round}, again and again in
   * one JVM, without a look for leaks, and counts what is left behind. It may end early when the
   * rounds take long.
   *
   * @throws InterruptedException if the caller no longer wants to know
   * @throws IllegalStateException if that candidate can't be run
   */
  public synchronized List<Recording.Sample> rounds(Candidate candidate, int rounds)
      throws InterruptedException {
    Kata kata = candidate.kata();
    switch (compile(candidate, sources::round)) {
      case Compilation.Errors(String text) ->
          throw new IllegalStateException(kata.id() + " can't be recorded: " + text);
      case Compilation.Classes(var classes) -> {
        try {
          Followed run = run(new Job(checkout.roundClass(kata), classes, rounds));
          if (run.end instanceof Run.End.Finished) {
            return run.run.samples().stream().map(Judge::sample).toList();
          }
          throw new IllegalStateException(kata.id() + " can't be recorded: " + run.end);
        } catch (IOException e) {
          throw new IllegalStateException(kata.id() + " can't be recorded: " + e.getMessage(), e);
        }
      }
    }
  }

  private static Recording.Sample sample(Message.Sample s) {
    return new Recording.Sample(s.round(), s.millis(), s.platform(), s.virtual(), s.heap() / 1024);
  }

  private Compilation compile(Candidate candidate, Function<Kata, SourceText> test)
      throws InterruptedException {
    try {
      return compiler.compile(sources.program(candidate), test.apply(candidate.kata()));
    } catch (CandidateSources.Unreadable e) {
      return new Compilation.Errors(e.getMessage());
    }
  }

  /** A job that was done, however it ended. */
  private record Followed(Run run, Run.End end, String output) {}

  private Followed run(Job job) throws InterruptedException, IOException {
    // A spare may have been killed while it waited. One that dies before it runs anything has said
    // nothing about the candidate.
    for (int attempt = 1; ; attempt++) {
      SpareJvm jvm = takeSpare();
      Run run = new Run(limits);
      Run.End end;
      try {
        jvm.run(job);
        end = run.follow(jvm);
        if (end instanceof Run.End.Finished) {
          jvm.awaitOutput();
        } else {
          jvm.close();
        }
      } finally {
        // To kill a JVM takes longer than a learner should wait for the verdict.
        spare = background.submit(() -> startAfter(jvm));
      }
      if (attempt > 1 || !(end instanceof Run.End.Gone) || run.begun()) {
        return new Followed(run, end, jvm.output());
      }
    }
  }

  private SpareJvm takeSpare() throws InterruptedException, IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        SpareJvm jvm = spare.get();
        if (jvm.alive()) {
          return jvm;
        }
        jvm.close();
      } catch (ExecutionException e) {
        if (attempt == 2) {
          throw new IOException(
              "No JVM could be started for the tests: " + e.getCause().getMessage(), e);
        }
      }
      if (attempt == 3) {
        throw new IOException("JVMs started for the tests are killed at once. See: ./kata doctor");
      }
      spare = background.submit(this::start);
    }
  }

  private SpareJvm startAfter(SpareJvm used) throws IOException, InterruptedException {
    used.close();
    return start();
  }

  private SpareJvm start() throws IOException, InterruptedException {
    SpareJvm jvm =
        new SpareJvm(
            cache.isThere() ? command.withCache(cache.file()) : command.plain(), limits, eager);
    try {
      Event first = jvm.next(limits.run()).orElse(new Event.Gone());
      if (first instanceof Event.Said(Message.Ready())) {
        return jvm;
      }
    } catch (InterruptedException e) {
      jvm.close();
      throw e;
    }
    jvm.close();
    throw new IOException("it ended while it loaded JUnit. " + jvm.output().strip());
  }

  private void warm() {
    try {
      compiler.warm();
      cache.train();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long since(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Ends every child; nothing of ours is left running. */
  @Override
  public void close() {
    cache.close();
    warming.shutdownNow();
    warming.close();
    // Not shutdownNow: a child that is being started must be known to be ended.
    background.shutdown();
    background.close();
    try {
      spare.get().close();
    } catch (ExecutionException e) {
      // It never started: nothing to end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    compiler.close();
  }
}
