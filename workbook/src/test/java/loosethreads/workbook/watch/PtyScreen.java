package loosethreads.workbook.watch;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.utils.ScreenTerminal;

/** A program in a terminal of its own, and an emulator that knows what a person would see. */
public final class PtyScreen implements AutoCloseable {
  /** Nothing here takes as long, even on a busy machine. Whoever waits in vain is told at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final PtyProcess process;
  private final ScreenTerminal screen;
  private final StringBuilder sent = new StringBuilder();
  private final Thread reader;
  private boolean ended;

  private PtyScreen(PtyProcess process, int columns, int rows) {
    this.process = process;
    this.screen = new ScreenTerminal(columns, rows);
    this.reader = Thread.ofPlatform().name("pty-reader").daemon().start(this::read);
  }

  public static PtyScreen start(
      Path folder, int columns, int rows, Map<String, String> more, List<String> command)
      throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("NO_COLOR");
    environment.put("TERM", "xterm-256color");
    environment.putAll(more);
    PtyProcess process =
        new PtyProcessBuilder(command.toArray(String[]::new))
            .setEnvironment(environment)
            .setDirectory(folder.toString())
            .setInitialColumns(columns)
            .setInitialRows(rows)
            .start();
    return new PtyScreen(process, columns, rows);
  }

  private void read() {
    try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] some = new char[8192];
      for (int n = out.read(some); n >= 0; n = out.read(some)) {
        take(new String(some, 0, n));
      }
    } catch (IOException e) {
      // What Linux says at the end of a terminal.
    }
    end();
  }

  private synchronized void take(String some) throws IOException {
    sent.append(some);
    screen.write(some);
    String answer = screen.read();
    if (!answer.isEmpty()) {
      type(answer);
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Presses keys. */
  public void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Gives the terminal another size. */
  // The emulator offers no other way.
  @SuppressWarnings("deprecation")
  synchronized void resize(int columns, int rows) {
    screen.setSize(columns, rows);
    process.setWinSize(new WinSize(columns, rows));
  }

  /** The lines one sees now. */
  public synchronized String text() {
    int columns = screen.getColumns();
    var text = new StringBuilder();
    long[] cells = cells();
    for (int i = 0; i < cells.length; i++) {
      int code = ScreenTerminal.cellCodePoint(cells[i]);
      text.appendCodePoint(code == 0 ? ' ' : code);
      if (i % columns == columns - 1) {
        text.append('\n');
      }
    }
    return text.toString().replaceAll(" +\n", "\n");
  }

  /** Every cell with its looks, line by line. */
  synchronized long[] cells() {
    long[] cells = new long[screen.getColumns() * screen.getRows()];
    screen.dump(cells, new int[2]);
    return cells;
  }

  /** Everything that was ever sent to the terminal. */
  public synchronized String sent() {
    return sent.toString();
  }

  /** Waits until all of this can be seen at once. */
  public void await(String... texts) throws InterruptedException {
    await(
        text -> List.of(texts).stream().allMatch(text::contains),
        "[" + String.join("] [", texts) + "]");
  }

  /** Waits until the last line of the terminal ends so. */
  void awaitLastLine(String end) throws InterruptedException {
    await(text -> text.endsWith(end + "\n"), "last line ending with " + end);
  }

  /** Waits until what can be seen is like this. */
  synchronized void await(Predicate<String> seen, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!seen.test(text())) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || ended) {
        throw new AssertionError(
            (ended ? "the program ended" : "waited in vain")
                + "; wanted "
                + what
                + ", saw:\n"
                + text());
      }
      wait(left);
    }
  }

  /** Waits for the program to end. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running; it shows:\n" + text());
    }
    reader.join(PATIENCE);
    return process.exitValue();
  }

  /** The process of the program itself: the script lets Java take its place. */
  public ProcessHandle process() {
    return ProcessHandle.of(process.pid()).orElseThrow();
  }

  @Override
  public void close() {
    ProcessHandle.of(process.pid())
        .ifPresent(p -> p.descendants().forEach(ProcessHandle::destroyForcibly));
    process.destroyForcibly();
    try {
      reader.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
