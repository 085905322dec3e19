package loosethreads.leakcheck;

/** The place for a list of groups in a text that must not grow without bound. */
final class Room {
  /** In characters. The end of the text, a line or two, comes on top. */
  static final int LIMIT = 1_000_000;

  private final StringBuilder out;
  private int groups;
  private int threads;

  Room(StringBuilder out) {
    this.out = out;
  }

  /** Appends what is written of the group as a whole, or counts it as one without a place. */
  void add(StackGroup group, CharSequence written) {
    // Once one had no place, smaller groups get none either: the list stays in its order.
    if (groups > 0 || out.length() + written.length() > LIMIT) {
      groups++;
      threads += group.count();
    } else {
      out.append(written);
    }
  }

  int groupsLeftOut() {
    return groups;
  }

  int threadsLeftOut() {
    return threads;
  }
}
