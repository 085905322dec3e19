import com.softwaremill.jox.*;

// Each call has a recorder.
// It is to end when they hang up.
void call() throws InterruptedException {
  Channel<String> words =
      Channel.newRendezvousChannel();
  Channel<String> hungUp =
      Channel.newRendezvousChannel();
  Thread.startVirtualThread(() -> {
    try {
      while (true) {
        Select.select(words.receiveClause());
      }
    } catch (InterruptedException
        | ChannelClosedException e) {
      // The recorder ends.
    }
  });
  words.send("hello");
  hungUp.done();
}

for (int i = 1; i <= 100; i++) {
  call();
  Thread.sleep(40);
}
