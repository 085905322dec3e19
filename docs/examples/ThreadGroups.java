import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Groups the threads of a dump by what they do, and tells how much each group has grown since an
 * earlier dump. The dumps are text, from {@code jcmd PID Thread.dump_to_file}.
 */
class ThreadGroups {
  private static final int WORTH_A_LOOK = 10;

  void main(String[] dumps) throws IOException {
    Map<String, Long> earlier = groups(Path.of(dumps[0]));
    Map<String, Long> later = groups(Path.of(dumps[1]));
    later.entrySet().stream()
        .filter(group -> group.getValue() >= WORTH_A_LOOK)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(group -> {
          long count = group.getValue();
          long growth = count - earlier.getOrDefault(group.getKey(), 0L);
          IO.println("%d threads (%+d), %s\n".formatted(count, growth, group.getKey()));
        });
  }

  /** How many threads do the same, by what they do. */
  private static Map<String, Long> groups(Path dump) throws IOException {
    return Stream.of(Files.readString(dump).split("\n\n"))
        .filter(thread -> thread.startsWith("#"))
        .collect(Collectors.groupingBy(ThreadGroups::whatItDoes, Collectors.counting()));
  }

  /** The kind, the state and the frames, without what is different for each thread. */
  private static String whatItDoes(String thread) {
    return thread
        .lines()
        .filter(line -> !line.startsWith("    - "))
        .map(line -> line.replaceFirst("^#\\d+ \".*\" ?((virtual )?\\w+) .*", "$1"))
        .map(line -> line.replace("java.base/", ""))
        .collect(Collectors.joining("\n"));
  }
}
