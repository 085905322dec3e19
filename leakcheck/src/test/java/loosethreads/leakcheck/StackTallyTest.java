package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stacks as they come in dumps, so that there may be more of them than one has threads. */
class StackTallyTest {
  private final StackTally tally = new StackTally();

  @Test
  void equalStacksAreOneGroupAndTheBiggestComesFirst() {
    add(1, "A.run");
    add(2, "B.wait", "B.run");
    add(1, "A.run", "B.run");
    assertThat(groups().groups())
        .extracting(group -> group.count() + " " + group.method())
        .containsExactly("2 B.wait", "1 A.run", "1 A.run");
    assertThat(groups().count()).isEqualTo(new ThreadCount(0, 4));
  }

  @Test
  void aWokenThreadIsStillInTheGroupOfItsStack() {
    add(3, "A.run");
    tally.add(seen(Optional.of(Thread.State.RUNNABLE), "A.run"));
    assertThat(groups().groups())
        .containsExactly(
            new StackGroup(
                4,
                "virtual",
                Map.of(Thread.State.RUNNABLE, 1, Thread.State.WAITING, 3),
                "A.java:7",
                "A.run",
                List.of(frame("A.run"))));
    assertThat(groups().groups().getFirst())
        .hasToString("4 virtual, 1 RUNNABLE + 3 WAITING, at A.java:7  A.run");
  }

  @Test
  void aThreadOfUnknownStateIsCounted() {
    tally.add(seen(Optional.empty(), "java.lang.Object.wait"));
    assertThat(groups().groups().getFirst()).hasToString("1 virtual, state unknown");
  }

  @Test
  void keepsOnlyTheInnermostFramesOfADeepRecursion() {
    String[] deep = new String[StackTally.DEPTH + 1];
    java.util.Arrays.fill(deep, "java.util.Tree.visit");
    deep[StackTally.DEPTH] = "A.run";
    add(1, deep);
    deep[StackTally.DEPTH] = "B.run";
    add(1, deep);
    StackGroup group = groups().groups().getFirst();
    assertThat(group.count()).isEqualTo(2);
    assertThat(group.stack()).hasSize(StackTally.DEPTH);
    assertThat(group.at()).isEmpty();
  }

  @Test
  void aBigGroupThatComesLateIsKeptAmongEndlessDifferentStacks() {
    for (int i = 0; i < 5 * StackTally.KEPT; i++) {
      add(1, "A.run" + i);
    }
    add(1_000, "B.run");
    StackGroups groups = groups();
    assertThat(groups.groups()).hasSize(StackTally.KEPT);
    assertThat(groups.groups().getFirst().method()).isEqualTo("B.run");
    assertThat(groups.groups().getFirst().count()).isEqualTo(1_000);
    assertThat(groups.others()).isEqualTo(5 * StackTally.KEPT + 1_000 - sum(groups));
    assertThat(groups.count().total()).isEqualTo(5 * StackTally.KEPT + 1_000);
    assertThat(groups.toString())
        .endsWith(
            "# and "
                + groups.others()
                + " threads with yet other stacks, too many to keep"
                + " them all\n");
  }

  @Test
  void writesAMillionCharactersAndCountsTheRest() {
    String name = "x".repeat(3_000);
    for (int i = 1; i < 500; i++) {
      add(i, "A." + name + i);
    }
    StackGroups groups = groups();
    assertThat(groups.toString())
        .hasSizeBetween(Room.LIMIT - 3_100, Room.LIMIT + 200)
        .containsPattern("\n# and \\d+ threads in \\d+ smaller groups, which have no place here\n");
    assertThat(groups.toJson()).hasSizeBetween(Room.LIMIT - 6_200, Room.LIMIT + 200);
    JsonObject json = JsonParser.parseString(groups.toJson()).getAsJsonObject();
    JsonObject leftOut = json.getAsJsonObject("leftOut");
    JsonArray told = json.getAsJsonArray("groups");
    assertThat(told.size() + leftOut.get("groups").getAsInt()).isEqualTo(499);
    int threads = leftOut.get("threads").getAsInt();
    for (int i = 0; i < told.size(); i++) {
      threads += told.get(i).getAsJsonObject().get("count").getAsInt();
    }
    assertThat(threads).isEqualTo(groups.count().total());
  }

  @Test
  void namesEachStackAndTheSameInEachRun() {
    add(1, "A.run");
    add(2, "B.run");
    assertThat(groups().groups())
        .extracting(StackGroup::id)
        .containsExactly("0fbb4a73b3579735", "81fa65420fed1d19");
  }

  private StackGroups groups() {
    return tally.groups(0, "nobody");
  }

  private static int sum(StackGroups groups) {
    return groups.groups().stream().mapToInt(StackGroup::count).sum();
  }

  private void add(int threads, String... calls) {
    for (int i = 0; i < threads; i++) {
      tally.add(seen(Optional.of(Thread.State.WAITING), calls));
    }
  }

  private static Sighting seen(Optional<Thread.State> state, String... calls) {
    List<StackTraceElement> stack = new ArrayList<>();
    for (String call : calls) {
      stack.add(frame(call));
    }
    return new DumpedThread(
        new ThreadDump.Entry(1, "", true, state, "", "", stack), Optional.empty());
  }

  private static StackTraceElement frame(String call) {
    int dot = call.lastIndexOf('.');
    String type = call.substring(0, dot);
    return new StackTraceElement(
        type, call.substring(dot + 1), type.substring(type.lastIndexOf('.') + 1) + ".java", 7);
  }
}
