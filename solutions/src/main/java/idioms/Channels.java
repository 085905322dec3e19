package idioms;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.selectOrClosed;
import static com.softwaremill.jox.Select.selectOrClosedWithin;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelClosed;
import com.softwaremill.jox.SelectClause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Go's channels and select, with jox. */
final class Channels {
  private Channels() {}

  static <T> Channel<T> rendezvous() {
    // tag::make[]
    Channel<T> handshake = Channel.newRendezvousChannel();
    // end::make[]
    return handshake;
  }

  static <T> Channel<T> withRoom(int values) {
    // tag::make[]
    Channel<T> room = Channel.newBufferedChannel(values);
    // end::make[]
    return room;
  }

  static void read(List<String> log, Channel<String> lines) throws InterruptedException {
    // tag::close[]
    try {
      for (String line : log) {
        lines.send(line);
      }
    } finally {
      lines.done();
    }
    // end::close[]
  }

  static void write(Channel<String> lines, Consumer<String> archive) throws InterruptedException {
    // tag::range[]
    lines.forEach(archive);
    // end::range[]
  }

  static String next(Channel<String> lines) throws InterruptedException {
    // tag::ok[]
    return switch (lines.receiveOrClosed()) {
      case ChannelClosed _ -> "(no more)";
      case Object line -> (String) line;
    };
    // end::ok[]
  }

  static void host(Channel<Void> over, Channel<String> guests, Consumer<String> greet)
      throws InterruptedException {
    // tag::select[]
    while (selectOrClosed(
            over.receiveClause(), // first: jox keeps the order
            guests.receiveClause())
        instanceof String guest) {
      greet.accept(guest);
    }
    // end::select[]
  }

  static void end(Channel<Void> over) {
    // tag::end[]
    over.doneOrClosed();
    // end::end[]
  }

  static boolean say(Channel<Void> over, Channel<String> guests, String name)
      throws InterruptedException {
    // tag::send[]
    Object said = selectOrClosed(over.receiveClause(), guests.sendClause(name));
    // end::send[]
    return !(said instanceof ChannelClosed);
  }

  static Object look(Channel<String> lines) throws InterruptedException {
    // tag::default[]
    Object line = selectOrClosed(lines.receiveClause(), defaultClause("(nothing yet)"));
    // end::default[]
    return line;
  }

  static Object heartbeat(Channel<String> messages, Duration silence) throws InterruptedException {
    // tag::after[]
    Object message = selectOrClosedWithin(silence, "I am still here.", messages.receiveClause());
    // end::after[]
    return message;
  }

  static void merge(List<Channel<String>> feeds, Consumer<String> desk)
      throws InterruptedException {
    // tag::nil[]
    var open = new ArrayList<>(feeds);
    while (!open.isEmpty()) {
      SelectClause<?>[] clauses =
          open.stream().map(Channel::receiveClause).toArray(SelectClause[]::new);
      switch (selectOrClosed(clauses)) {
        case ChannelClosed c -> open.remove(c.channel());
        case Object line -> desk.accept((String) line);
      }
    }
    // end::nil[]
  }

  static Future<String> ask(Supplier<String> registry) {
    // tag::mailbox[]
    var answer = CompletableFuture.supplyAsync(registry, Thread::startVirtualThread);
    // end::mailbox[]
    return answer;
  }
}
