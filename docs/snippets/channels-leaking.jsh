import com.softwaremill.jox.Channel;

// Two dictionaries look for each word.
// The first answer is taken.
String translate(String word)
    throws InterruptedException {
  Channel<String> answers =
      Channel.newRendezvousChannel();
  for (String book : List.of("red", "blue")) {
    Thread.startVirtualThread(() -> {
      try {
        answers.send(word + " in " + book);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
  return answers.receive();
}

for (int word = 1; word <= 100; word++) {
  translate("word " + word);
  Thread.sleep(40);
}
