package loosethreads.leakcheck;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a JSON thread dump that leakcheck wants. It reads the dumps of JDK 21 (no state), of
 * JDK 25 (numbers written as strings) and later ones (numbers), and skips what it does not know.
 */
final class ThreadDump {
  private static final String ROOT = "<root>";

  private final JsonTokens json;
  private final long mark;
  private final List<Entry> threads = new ArrayList<>();
  private final List<String> containers = new ArrayList<>();

  /** Most of many threads do the same. Their frames are kept once. */
  private final Map<String, StackTraceElement> frames = new HashMap<>();

  private final Map<List<StackTraceElement>, List<StackTraceElement>> stacks = new HashMap<>();
  private String container = "";

  private ThreadDump(JsonTokens json, long mark) {
    this.json = json;
    this.mark = mark;
  }

  /**
   * One thread of a dump.
   *
   * @param blocker what it is parked on, blocked at or waits for; may be empty
   */
  record Entry(
      long id,
      String name,
      boolean virtual,
      Optional<Thread.State> state,
      String container,
      String blocker,
      List<StackTraceElement> stack) {}

  /** Reads a dump, and keeps the threads with ids above the mark. */
  static ThreadDump read(Reader reader, long mark) throws IOException {
    ThreadDump dump = new ThreadDump(new JsonTokens(reader), mark);
    dump.value("");
    return dump;
  }

  List<Entry> threads() {
    return threads;
  }

  /** The names of all containers but the root. */
  List<String> containers() {
    return containers;
  }

  private void value(String key) throws IOException {
    if (json.begins('{')) {
      while (json.hasNext('}')) {
        value(json.key());
      }
    } else if (json.begins('[')) {
      while (json.hasNext(']')) {
        if (key.equals("threads")) {
          thread();
        } else {
          value("");
        }
      }
    } else {
      String text = json.scalar();
      if (key.equals("container")) {
        container = text.equals(ROOT) ? "" : text;
        if (!container.isEmpty()) {
          containers.add(container);
        }
      }
    }
  }

  private void thread() throws IOException {
    if (!json.begins('{')) {
      json.skip();
      return;
    }
    long id = -1;
    String name = "";
    boolean virtual = false;
    Optional<Thread.State> state = Optional.empty();
    String blocker = "";
    List<StackTraceElement> stack = new ArrayList<>();
    while (json.hasNext('}')) {
      String key = json.key();
      switch (key) {
        case "tid" -> id = number(json.scalar());
        case "name" -> name = json.scalar();
        case "virtual" -> virtual = json.scalar().equals("true");
        case "state" -> state = state(json.scalar());
        case "parkBlocker", "blockedOn", "waitingOn" -> blocker = blocker();
        case "stack" -> {
          if (id > wanted(container)) {
            stack(stack);
          } else {
            json.skip();
          }
        }
        default -> json.skip();
      }
    }
    if (id > wanted(container)) {
      threads.add(new Entry(id, name, virtual, state, container, blocker, shared(stack)));
    }
  }

  private long wanted(String container) {
    return CommonPool.owns(container) ? 0 : mark;
  }

  /** Either the object itself or, for a parked thread, an object that holds it. */
  private String blocker() throws IOException {
    if (!json.begins('{')) {
      return json.scalar();
    }
    String blocker = "";
    while (json.hasNext('}')) {
      if (json.key().equals("object")) {
        blocker = json.scalar();
      } else {
        json.skip();
      }
    }
    return blocker;
  }

  private void stack(List<StackTraceElement> stack) throws IOException {
    if (!json.begins('[')) {
      json.skip();
      return;
    }
    while (json.hasNext(']')) {
      stack.add(frames.computeIfAbsent(json.scalar(), ThreadDump::frame));
    }
  }

  private List<StackTraceElement> shared(List<StackTraceElement> stack) {
    List<StackTraceElement> same = stacks.putIfAbsent(stack, stack);
    return same == null ? stack : same;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      // No id, no thread: it is left out.
      return -1;
    }
  }

  private static Optional<Thread.State> state(String text) {
    for (Thread.State state : Thread.State.values()) {
      if (state.name().equals(text)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Reads {@code loader/module@version/package.Class.method(File.java:31)}. */
  static StackTraceElement frame(String text) {
    int open = text.lastIndexOf('(');
    String call = open < 0 ? text : text.substring(0, open);
    String source = open < 0 ? "" : text.substring(open + 1, Math.max(open + 1, text.length() - 1));
    // The name of a hidden class has a slash of its own, before its address.
    int slash = call.lastIndexOf('/');
    while (slash >= 0 && call.startsWith("0x", slash + 1)) {
      slash = call.lastIndexOf('/', slash - 1);
    }
    call = call.substring(slash + 1);
    int dot = call.lastIndexOf('.');
    String type = dot < 0 ? call : call.substring(0, dot);
    String method = dot < 0 ? "" : call.substring(dot + 1);
    if (source.equals("Native Method")) {
      return new StackTraceElement(type, method, null, -2);
    }
    if (source.isEmpty() || source.equals("Unknown Source")) {
      return new StackTraceElement(type, method, null, -1);
    }
    int colon = source.lastIndexOf(':');
    return colon < 0
        ? new StackTraceElement(type, method, source, -1)
        : new StackTraceElement(
            type, method, source.substring(0, colon), (int) number(source.substring(colon + 1)));
  }
}
