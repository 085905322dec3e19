package loosethreads.leakcheck;

/** A map from numbers other than 0 to numbers that are not negative: 32 bytes an entry at most. */
final class LongMap {
  private long[] table = new long[128];
  private int size;

  void put(long key, long value) {
    int slot = slot(table, key);
    if (table[slot] == 0) {
      size++;
    }
    table[slot] = key;
    table[slot + 1] = value;
    if (size * 4 > table.length) {
      grow();
    }
  }

  /** The value, or -1 where there is none. */
  long get(long key) {
    int slot = slot(table, key);
    return table[slot] == 0 ? -1 : table[slot + 1];
  }

  private void grow() {
    long[] wider = new long[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != 0) {
        int slot = slot(wider, table[i]);
        wider[slot] = table[i];
        wider[slot + 1] = table[i + 1];
      }
    }
    table = wider;
  }

  /** Where the key is, or would be. */
  private static int slot(long[] table, long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (table.length - 2);
    while (table[slot] != 0 && table[slot] != key) {
      slot = (slot + 2) & (table.length - 2);
    }
    return slot;
  }
}
