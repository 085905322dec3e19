package loosethreads.workbook.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import loosethreads.leakcheck.LeakWatch;
import loosethreads.workbook.wire.MarkedLines;

/**
 * The JVM of one snippet. Its main thread does what the snippet does, one sees to it that commands
 * come in, and one counts.
 *
 * <p>Commands come in on standard input, and words go out on standard error, what the snippet
 * prints among them, whichever stream it prints to. When standard input ends, whoever asked is
 * gone, and so are we.
 */
public final class Engine {
  private final MarkedLines words;
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private final Calls calls = new Calls();
  private final Thread main = Thread.currentThread();
  private final Sampler sampler;

  private Engine(String nonce, Duration limit) {
    words = new MarkedLines(nonce);
    sampler = new Sampler(this::say, limit);
  }

  /**
   * Runs the JVM of a snippet until it is killed.
   *
   * @param args a nonce that marks our words, and the most milliseconds that a snippet may take;
   *     after that the JVM ends by itself, for whoever should have ended it did not
   */
  public static void main(String[] args) throws InterruptedException {
    new Engine(args[0], Duration.ofMillis(Long.parseLong(args[1]))).run();
  }

  private void run() throws InterruptedException {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    var print = new PrintStream(new Printing(this::say), true, StandardCharsets.UTF_8);
    System.setOut(print);
    System.setErr(print);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> say(new Word.Exiting()), "engine-exit"));
    Thread.ofPlatform().name("engine-commands").daemon().start(() -> read(in));
    sampler.start();
    warmUp();
    say(new Word.Ready());
    while (true) {
      Command command = next();
      say(command instanceof Command.Begin ? begin() : calls.answer(command));
    }
  }

  /** The next command. An interrupt is meant for what runs, and comes too late for what ran. */
  private Command next() {
    while (true) {
      try {
        return commands.take();
      } catch (InterruptedException e) {
        // Whoever interrupts us wants nothing of us.
      }
    }
  }

  private Word.Answer begin() {
    LeakWatch watch = LeakWatch.open();
    Shell.begin(watch, sampler.history());
    sampler.begin(watch);
    return new Word.Done("");
  }

  private void read(InputStream from) {
    try (var in = new DataInputStream(new BufferedInputStream(from))) {
      while (true) {
        Command command = Command.read(in);
        if (command instanceof Command.Interrupt) {
          main.interrupt();
        } else {
          commands.add(command);
        }
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  /** Has the JVM start what it starts once: it would show among the first threads of a snippet. */
  private static void warmUp() throws InterruptedException {
    try (LeakWatch watch = LeakWatch.open()) {
      Thread sleeper = Thread.startVirtualThread(Engine::nap);
      watch.count();
      sleeper.join();
    }
  }

  private static void nap() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(Word word) {
    words.send(word.fields());
  }
}
