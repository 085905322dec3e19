package loosethreads.workbook.watch;

import java.io.IOError;
import java.util.function.Consumer;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;

/** Turns what a terminal sends into keys, on a thread of its own. */
final class Keyboard implements AutoCloseable {
  private static final KeyMap<Key> KEYS = keys();

  private final BindingReader reader;
  private final Consumer<Event> events;
  private final Thread thread;
  private volatile boolean closed;

  Keyboard(Terminal terminal, Consumer<Event> events) {
    this.reader = new BindingReader(terminal.reader());
    this.events = events;
    this.thread = Thread.ofPlatform().name("watch-keys").daemon().start(this::read);
  }

  private void read() {
    try {
      while (!closed) {
        Key key = reader.readBinding(KEYS);
        if (key == null) {
          break;
        }
        events.accept(new Event.Pressed(key));
      }
    } catch (IOError e) {
      // The terminal is gone, or we close it.
    }
    if (!closed) {
      events.accept(new Event.Stopped());
    }
  }

  private static KeyMap<Key> keys() {
    var keys = new KeyMap<Key>();
    keys.setUnicode(Key.OTHER);
    keys.setNomatch(Key.OTHER);
    // How long to wait for the rest of an escape sequence, in ms, before Esc is Esc.
    keys.setAmbiguousTimeout(50);
    keys.bind(Key.HINT, "h", "H");
    keys.bind(Key.NEXT, "n", "N");
    keys.bind(Key.LIST, "l", "L");
    keys.bind(Key.OPEN, "o", "O");
    keys.bind(Key.RESET, "r", "R");
    keys.bind(Key.QUIT, "q", "Q", KeyMap.ctrl('D'));
    keys.bind(Key.YES, "y", "Y");
    keys.bind(Key.ENTER, "\r", "\n");
    keys.bind(Key.ESCAPE, "\033");
    keys.bind(Key.UP, "\033[A", "\033OA", "k");
    keys.bind(Key.DOWN, "\033[B", "\033OB", "j");
    keys.bind(Key.PAGE_UP, "\033[5~", "b");
    keys.bind(Key.PAGE_DOWN, "\033[6~", " ");
    keys.bind(Key.HOME, "\033[H", "\033OH", "\033[1~", "g");
    keys.bind(Key.END, "\033[F", "\033OF", "\033[4~", "G");
    return keys;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
