package loosethreads.leakcheck.monitor;

import java.util.List;
import java.util.concurrent.TimeUnit;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.ThreadCensus;
import loosethreads.leakcheck.programs.Kind;
import loosethreads.leakcheck.programs.Outbox;
import loosethreads.leakcheck.programs.Stuck;

/**
 * A JVM of its own with three threads that nobody can wake, and two that somebody can. Prints what
 * its debug page says of each group when asked for a proof.
 */
final class ProvesGroups {
  private ProvesGroups() {}

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 3; i++) {
      Stuck.ON_QUEUE.start(Kind.VIRTUAL);
    }
    try (var outbox = new Outbox();
        var endpoint = new Endpoint(ThreadsHandler.forThisMachine().withProofs())) {
      outbox.welcome("Ada");
      outbox.welcome("Grace");
      List<String> groups = List.of();
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (groups.size() < 2 && System.nanoTime() < deadline) {
        groups = waiting();
      }
      for (String accept : List.of("text/plain", "application/json", "text/html")) {
        for (String group : groups) {
          System.out.println(
              endpoint
                  .send(
                      "POST /debug/threads?proof="
                          + group
                          + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAccept: "
                          + accept
                          + "\r\n")
                  .body());
        }
      }
    }
  }

  private static List<String> waiting() {
    return ThreadCensus.groups().groups().stream()
        .filter(group -> waits(group, 3, "Kind.") || waits(group, 2, "Outbox.send"))
        .map(StackGroup::id)
        .toList();
  }

  private static boolean waits(StackGroup group, int count, String method) {
    return group.method().contains(method)
        && group.states().getOrDefault(Thread.State.WAITING, 0) == count;
  }
}
