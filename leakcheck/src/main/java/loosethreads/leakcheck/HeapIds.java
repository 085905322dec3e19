package loosethreads.leakcheck;

import java.util.Arrays;

/**
 * Numbers the objects of a heap dump from 0 on.
 *
 * <p>Ids are addresses, so a bit for each address that an object can have says which are taken, and
 * the number of an object is the count of bits before its own, in the order that pages came in.
 * That is a 64th of the heap's size, plus nothing for each object.
 */
final class HeapIds {
  /** Objects lie at multiples of 8 bytes. */
  private static final int ALIGNMENT = 3;

  /** A page covers 2 MiB of addresses. */
  private static final int PAGE = 21;

  private static final int WORDS = 1 << (PAGE - ALIGNMENT - 6);

  /** One count for so many words; the bits between are counted when asked. */
  private static final int GROUP = 8;

  private final LongMap pages = new LongMap();
  private long[][] bits = new long[16][];
  private int[][] counts = {};
  private int used;
  private long lastPage = -1;
  private int lastSlot;
  private int size;

  void add(long id) {
    int page = page(id);
    if (page < 0) {
      page = used++;
      if (page == bits.length) {
        bits = Arrays.copyOf(bits, page * 2);
      }
      bits[page] = new long[WORDS];
      pages.put((id >>> PAGE) + 1, page);
      lastPage = id >>> PAGE;
      lastSlot = page;
    }
    bits[page][word(id)] |= bit(id);
  }

  /** To be called when all are in. */
  void seal() {
    counts = new int[used][WORDS / GROUP];
    size = 0;
    for (int page = 0; page < used; page++) {
      for (int word = 0; word < WORDS; word++) {
        if (word % GROUP == 0) {
          counts[page][word / GROUP] = size;
        }
        size += Long.bitCount(bits[page][word]);
      }
    }
  }

  int size() {
    return size;
  }

  /** The number of the object, or -1 when there is none with that id. */
  int indexOf(long id) {
    int page = page(id);
    if (page < 0) {
      return -1;
    }
    int word = word(id);
    long bit = bit(id);
    long[] words = bits[page];
    if ((words[word] & bit) == 0 || (id & ((1 << ALIGNMENT) - 1)) != 0) {
      return -1;
    }
    int index = counts[page][word / GROUP];
    for (int i = word - word % GROUP; i < word; i++) {
      index += Long.bitCount(words[i]);
    }
    return index + Long.bitCount(words[word] & (bit - 1));
  }

  private int page(long id) {
    long page = id >>> PAGE;
    if (page != lastPage) {
      int slot = (int) pages.get(page + 1);
      if (slot < 0) {
        return -1;
      }
      lastPage = page;
      lastSlot = slot;
    }
    return lastSlot;
  }

  private static int word(long id) {
    return (int) (id >>> (ALIGNMENT + 6)) & (WORDS - 1);
  }

  private static long bit(long id) {
    return 1L << (id >>> ALIGNMENT);
  }
}
