package loosethreads.workbook.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import loosethreads.workbook.judge.Judge;
import loosethreads.workbook.kata.Kata;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/**
 * The tutorial on a terminal. One thread owns the session; keys, saves and verdicts reach it as
 * events.
 */
public final class Watch {
  // A screen of our own; no cursor; the mouse wheel sends arrow keys.
  private static final String ENTER = "\033[?1049h\033[?25l\033[?1007h\033[2J";
  private static final String LEAVE = "\033[?1007l\033[?25h\033[?1049l";

  private final Desk desk;
  private final Pages pages;
  private final Terminal terminal;
  private final boolean colored;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /**
   * Prepares to watch.
   *
   * @param pages finds what key {@code o} opens
   * @param terminal a terminal that can do more than print lines
   * @param colored whether to use color
   */
  public Watch(Desk desk, Pages pages, Terminal terminal, boolean colored) {
    this.desk = desk;
    this.pages = pages;
    this.terminal = terminal;
    this.colored = colored;
  }

  /**
   * Shows katas until the learner quits.
   *
   * @return the kata that was on the screen last
   */
  public Kata run() throws InterruptedException {
    terminal.handle(Terminal.Signal.INT, _ -> events.add(new Event.Stopped()));
    terminal.handle(Terminal.Signal.WINCH, _ -> events.add(new Event.Resized()));
    Attributes before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Suspended, we would leave a shell on our screen.
    raw.setControlChar(ControlChar.VSUSP, 0);
    terminal.setAttributes(raw);
    var left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            terminal.writer().print(LEAVE);
            terminal.flush();
            terminal.setAttributes(before);
          }
        };
    // For SIGTERM and SIGHUP. JLine puts the attributes back then, and takes no more text.
    Thread hook =
        new Thread(
            () -> {
              if (left.compareAndSet(false, true)) {
                System.out.print(LEAVE);
                System.out.flush();
              }
            },
            "watch-restore-screen");
    Runtime.getRuntime().addShutdownHook(hook);
    try (var outside = new Outside()) {
      terminal.writer().print(ENTER);
      Session session = new Session(desk, outside);
      try {
        do {
          draw(session);
        } while (takeAll(session));
      } finally {
        // Before anything that takes time: the learner's screen is back at once.
        leave.run();
      }
      return session.kata();
    } finally {
      leave.run();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  /** Waits for an event and takes in all that have come; tells whether the session goes on. */
  private boolean takeAll(Session session) throws InterruptedException {
    boolean goesOn = session.on(events.take());
    for (Event next = events.poll(); goesOn && next != null; next = events.poll()) {
      goesOn = session.on(next);
    }
    return goesOn;
  }

  private void draw(Session session) {
    Size size = terminal.getSize();
    // Some terminals do not tell.
    int columns = size.getColumns() > 0 ? size.getColumns() : 80;
    int rows = size.getRows() > 0 ? size.getRows() : 24;
    session.frame(columns, rows).draw(terminal.writer(), columns, rows, colored);
  }

  /** The threads around the session. All have ended when it is closed. */
  private final class Outside implements Effects, AutoCloseable {
    private final Judge judge = Judge.open(desk.checkout());
    private final Judging judging = new Judging(desk.checkout(), judge, events::add);
    private final Keyboard keyboard = new Keyboard(terminal, events::add);
    private Optional<SaveWatcher> saves = Optional.empty();
    private Optional<Thread> opening = Optional.empty();

    @Override
    public void watch(Kata kata) {
      saves.ifPresent(SaveWatcher::close);
      saves =
          Optional.of(
              new SaveWatcher(desk.checkout().programs(kata), () -> events.add(new Event.Saved())));
    }

    @Override
    public void judge(Kata kata) {
      judging.request(kata);
    }

    @Override
    public void openPage(Kata kata) {
      if (opening.filter(Thread::isAlive).isEmpty()) {
        opening =
            Optional.of(Thread.ofPlatform().name("watch-page").daemon().start(() -> open(kata)));
      }
    }

    private void open(Kata kata) {
      try {
        Path page = pages.of(kata);
        events.add(
            new Event.Told(
                Browser.open(page)
                    ? "Opened " + Desk.shown(page)
                    : "Open it in a browser: " + page.toUri()));
      } catch (IOException e) {
        events.add(new Event.Told("The page can't be shown: " + e.getMessage()));
      } catch (InterruptedException e) {
        // We are closing.
      }
    }

    @Override
    public void close() {
      saves.ifPresent(SaveWatcher::close);
      keyboard.close();
      judging.close();
      judge.close();
      opening.ifPresent(Thread::interrupt);
    }
  }
}
