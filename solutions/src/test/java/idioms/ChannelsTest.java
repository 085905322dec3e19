package idioms;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.ChannelDone;
import com.softwaremill.jox.ChannelDoneException;
import com.softwaremill.jox.ChannelError;
import com.softwaremill.jox.ChannelErrorException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LeakFree
@Timeout(20)
class ChannelsTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @Test
  void aRangeEndsWhenTheSenderHasClosed() throws Exception {
    Channel<String> lines = Channels.rendezvous();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reader =
          threads.submit(() -> {
            Channels.read(List.of("a", "b"), lines);
            return null;
          });
      Channels.write(lines, seen::add);
      reader.get(10, SECONDS);
    }

    assertThat(seen).containsExactly("a", "b");
    assertThat(Channels.next(lines)).isEqualTo("(no more)");
    assertThat(Channels.next(lines)).as("asked again").isEqualTo("(no more)");
  }

  @Test
  void whatIsInAChannelWithRoomIsStillReceivedAfterItsEnd() throws Exception {
    Channel<String> lines = Channels.withRoom(2);
    Channels.read(List.of("a", "b"), lines);

    assertThat(Channels.next(lines)).isEqualTo("a");
    assertThat(Channels.next(lines)).isEqualTo("b");
    assertThat(Channels.next(lines)).isEqualTo("(no more)");
  }

  @Test
  void toCloseTwiceOrToSendAfterTheEndThrows() throws Exception {
    Channel<String> lines = Channels.rendezvous();
    lines.done();

    assertThatThrownBy(lines::done).isInstanceOf(ChannelDoneException.class);
    assertThatThrownBy(() -> lines.send("a")).isInstanceOf(ChannelDoneException.class);
    assertThat(lines.doneOrClosed()).isInstanceOf(ChannelDone.class);
    assertThat(lines.sendOrClosed("a")).isInstanceOf(ChannelDone.class);
  }

  @Test
  void anErrorThrowsAwayWhatIsInTheChannel() throws Exception {
    Channel<String> lines = Channels.withRoom(1);
    lines.send("a");
    lines.error(new IllegalStateException("no more wanted"));

    assertThat(lines.receiveOrClosed()).isInstanceOf(ChannelError.class);
  }

  @Test
  void doneLetsASenderWaitAndErrorWakesIt() throws Exception {
    Channel<String> lines = Channels.rendezvous();
    Channel<String> refused = Channels.rendezvous();
    Thread sender = sender(lines, "a");
    lines.done();
    assertThat(sender.join(Duration.ofMillis(50))).as("ended by done()").isFalse();
    assertThat(Channels.next(lines)).as("sent before the end").isEqualTo("a");
    assertThat(sender.join(Duration.ofSeconds(10))).isTrue();

    Thread other = sender(refused, "b");
    refused.error(new IllegalStateException("no more wanted"));
    assertThat(other.join(Duration.ofSeconds(10))).as("woken by error()").isTrue();
    assertThat(seen).containsExactly("a was sent", "b was refused");
  }

  /** Starts a thread that sends, and returns when it waits. */
  private Thread sender(Channel<String> channel, String value) {
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            channel.send(value);
            seen.add(value + " was sent");
          } catch (ChannelErrorException e) {
            seen.add(value + " was refused");
          } catch (InterruptedException e) {
            // Nobody interrupts it.
          }
        });
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void aHostGoesHomeWhenItIsOver() throws Exception {
    Channel<Void> over = Channels.rendezvous();
    Channel<String> guests = Channels.rendezvous();
    var greeted = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var host =
          threads.submit(() -> {
            Channels.host(over, guests, _ -> greeted.countDown());
            return null;
          });
      assertThat(Channels.say(over, guests, "Ada")).isTrue();
      greeted.await();
      Channels.end(over);
      Channels.end(over);
      host.get(10, SECONDS);
    }

    assertThat(Channels.say(over, guests, "Grace")).as("said to a closed room").isFalse();
  }

  @Test
  void theFirstClauseThatIsReadyIsTaken() throws Exception {
    Channel<Void> over = Channels.rendezvous();
    Channel<String> guests = Channels.withRoom(1);
    guests.send("Ada");
    Channels.end(over);

    Channels.host(over, guests, seen::add);

    assertThat(seen).isEmpty();
  }

  @Test
  void aDefaultClauseDoesNotWait() throws Exception {
    Channel<String> lines = Channels.withRoom(1);

    assertThat(Channels.look(lines)).isEqualTo("(nothing yet)");
    lines.send("a");
    assertThat(Channels.look(lines)).isEqualTo("a");
  }

  @Test
  void aWaitWithALimitLeavesNoTimer() throws Exception {
    Channel<String> messages = Channels.withRoom(1);

    assertThat(Channels.heartbeat(messages, Duration.ofMillis(5))).isEqualTo("I am still here.");
    messages.send("a");
    assertThat(Channels.heartbeat(messages, Duration.ofHours(1))).isEqualTo("a");
  }

  @Test
  void aFeedThatHasEndedIsAskedNoMore() throws Exception {
    Channel<String> big = Channels.withRoom(2);
    Channel<String> small = Channels.withRoom(2);
    small.done();
    Channels.read(List.of("a", "b"), big);

    Channels.merge(List.of(small, big), seen::add);

    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void aMailboxTakesAnAnswerThoughNobodyWaitsForIt() throws Exception {
    assertThat(Channels.ask(() -> "Iceland").get(10, SECONDS)).isEqualTo("Iceland");
    Channels.ask(() -> "nobody is interested");
    assertThatThrownBy(() ->
            Channels.ask(
                    () -> {
                      throw new IllegalStateException("closed on Sundays");
                    })
                .get(10, SECONDS))
        .isInstanceOf(ExecutionException.class);
  }
}
