import com.softwaremill.jox.*;

// A recorder for each call. It is to end when somebody hangs up.
void call() throws InterruptedException {
  Channel<String> words = Channel.newRendezvousChannel();
  Channel<String> hungUp = Channel.newRendezvousChannel();
  Thread.startVirtualThread(() -> {
    try {
      while (true) {
        Select.select(words.receiveClause());
      }
    } catch (InterruptedException | ChannelClosedException e) {
      // The end of the recording.
    }
  });
  words.send("hello");
  hungUp.done();
}

for (int i = 1; i <= 100; i++) {
  call();
  Thread.sleep(40);
}
