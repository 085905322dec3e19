package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeapIdsTest {
  @Test
  void givesEachIdANumberOfItsOwn() {
    HeapIds ids = ids(List.of(0x7f00_0000_0010L, 0x8L, 0x1000L, 0x20_0000L, 0x1f_fff8L, 0x1000L));
    assertThat(
            Stream.of(0x8L, 0x1000L, 0x1f_fff8L, 0x20_0000L, 0x7f00_0000_0010L).map(ids::indexOf))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    assertThat(ids.size()).isEqualTo(5);
  }

  @Test
  void knowsNoOtherIds() {
    HeapIds ids = ids(List.of(0x1000L, 0x1010L));
    assertThat(Stream.of(0x1008L, 0x1001L, 0x1011L, 0x8L, 0x7f00_0000_1000L).map(ids::indexOf))
        .containsOnly(-1);
  }

  @Test
  void agreesWithASortedSet() {
    Random random = new Random(7);
    TreeSet<Long> sorted = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      sorted.add((random.nextLong(1, 1 << 20) | random.nextLong(3) << 38) << 3);
    }
    HeapIds ids = ids(sorted.descendingSet());
    assertThat(ids.size()).isEqualTo(sorted.size());
    TreeSet<Integer> numbers = new TreeSet<>();
    for (long id : sorted) {
      numbers.add(ids.indexOf(id));
    }
    assertThat(numbers).hasSize(sorted.size());
    assertThat(numbers.first()).isZero();
    assertThat(numbers.last()).isEqualTo(sorted.size() - 1);
  }

  private static HeapIds ids(Iterable<Long> all) {
    HeapIds ids = new HeapIds();
    all.forEach(ids::add);
    ids.seal();
    return ids;
  }
}
