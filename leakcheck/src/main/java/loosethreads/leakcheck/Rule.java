package loosethreads.leakcheck;

/** The rule that a kind of leak breaks: what to do next. */
enum Rule {
  RECEIVE("the sender closes the channel when there is no more; the receiver only ranges"),
  SEND("a send needs a receiver, room in a buffer, or a way out; a select lists it"),
  SELECT("every wait lists its way out: add a clause that somebody closes when all is over"),
  QUEUE("whoever starts a thread that waits on a queue tells it when there is no more"),
  LOOP("a loop needs an exit that somebody can reach; let an interrupt end it"),
  LIMIT(
      "a limit ends one wait; a loop around it needs an exit, and several waits need one deadline"),
  SWALLOWED("an interrupt came and was swallowed: find out where, and let it end the thread"),
  POOL("whoever makes a pool closes it, on the failing path too"),
  RESOURCE("whoever opens it closes it: its thread ends with it"),
  LOCK("release a lock in finally, and take several locks in one order everywhere"),
  SIGNAL(
      "give the signal on every path, the failing ones too; whoever no longer wants what a thread"
          + " waits for interrupts it"),
  OWNER("whoever starts a thread ends it, and waits until it has ended");

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
