package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The project of the page "Fail your own build on leaks", built by a real Maven with the jar of
 * this build. It works offline: the sample asks for nothing that this build has not.
 */
@LeakFree
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the repository below needs symbolic links")
class YourBuildIT {
  private static final Path SAMPLE = Path.of("../docs/examples/your-build");

  @TempDir static Path folder;
  private static Path project;
  private static Path repository;

  @BeforeAll
  static void begin() throws IOException {
    project = folder.resolve("your-build");
    copy(SAMPLE, project);
    repository = folder.resolve("repository");
    Files.createDirectory(repository);
    // The local repository as it is, and leakcheck beside it: nothing is installed for good.
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("it.repository")))) {
      for (Path one : all.filter(path -> !path.endsWith("loosethreads")).toList()) {
        Files.createSymbolicLink(repository.resolve(one.getFileName()), one.toAbsolutePath());
      }
    }
    install("leakcheck", "jar", Path.of(System.getProperty("it.jar")));
    install("leakcheck", "pom", Path.of("pom.xml"));
    install("loose-threads", "pom", Path.of("../pom.xml"));
  }

  private static void install(String artifact, String type, Path file) throws IOException {
    Path place = repository.resolve("loosethreads/" + artifact + "/1-SNAPSHOT");
    Files.createDirectories(place);
    Files.copy(file, place.resolve(artifact + "-1-SNAPSHOT." + type));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path one : all.toList()) {
        if (!from.relativize(one).startsWith("target")) {
          Files.copy(one, to.resolve(from.relativize(one).toString()));
        }
      }
    }
  }

  @Test
  void isRedForTheTestThatLeaksAndSaysWhereItsThreadWasStarted() throws Exception {
    String output = maven(1, "-Dtest=OutboxTest,AllowedTest,SharedPoolTest");
    assertThat(output)
        .contains("Tests run: 4, Failures: 1, Errors: 0, Skipped: 0")
        .contains("OutboxTest.aMailReachesTheServer() left 1 thread behind")
        .contains("at          Outbox.java:19  Outbox.send")
        .contains("started at  Outbox.java:13  Outbox.new")
        .contains("Seen by: thread containers");
  }

  @Test
  void isGreenWithABaselineAndWarnsOfTheLeakThatIsKnown() throws Exception {
    maven(0, "-Dtest=OutboxTest", "-Dleakcheck.baseline=l.txt", "-Dleakcheck.baseline.write=true");
    assertThat(Files.readString(project.resolve("l.txt")))
        .endsWith(
            "shop.OutboxTest.aMailReachesTheServer() | Outbox.new | waits in take() on a"
                + " LinkedBlockingQueue that nobody fills | 1\n");
    assertThat(maven(0, "-Dtest=OutboxTest", "-Dleakcheck.baseline=l.txt"))
        .contains("known leak, in l.txt: shop.OutboxTest.aMailReachesTheServer() | Outbox.new");
  }

  private static String maven(int expected, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("it.maven"), "bin", "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-o", "-Dmaven.repo.local=" + repository, "test"));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("MAVEN_ARGS");
    builder.environment().remove("MAVEN_OPTS");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(expected);
    return output;
  }
}
