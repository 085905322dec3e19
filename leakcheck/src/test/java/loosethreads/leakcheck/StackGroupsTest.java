package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups of real threads, in JVMs of their own, where nobody else starts any. */
@LeakFree
class StackGroupsTest {
  private static final String FLAG = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";

  @Test
  void readsLikeAGoroutineProfile() throws Exception {
    Golden.check("groups", withoutLinesOfTheJdk(grouped("text", FLAG)));
  }

  @Test
  void readsTheSameInAJvmWithoutAnyFlag() throws Exception {
    assertThat(withoutLinesOfTheJdk(grouped("text")).replace("thread dump", "thread containers"))
        .isEqualTo(withoutLinesOfTheJdk(grouped("text", FLAG)));
  }

  @Test
  void hasATwinInJson() throws Exception {
    JsonObject json = JsonParser.parseString(grouped("json", FLAG)).getAsJsonObject();
    assertThat(json.get("format").getAsInt()).isEqualTo(1);
    assertThat(json.get("census").getAsString()).isEqualTo("thread containers");
    assertThat(json.get("platform").getAsInt()).isEqualTo(1);
    assertThat(json.get("virtual").getAsInt()).isEqualTo(3);
    assertThat(json.get("ignored").getAsInt()).isPositive();
    assertThat(json.get("others").getAsInt()).isZero();
    assertThat(json.getAsJsonArray("groups")).hasSize(2);
    JsonObject group = json.getAsJsonArray("groups").get(0).getAsJsonObject();
    assertThat(group.get("id").getAsString()).matches("[0-9a-f]{16}");
    assertThat(group.get("count").getAsInt()).isEqualTo(3);
    assertThat(group.get("kind").getAsString()).isEqualTo("virtual");
    assertThat(group.getAsJsonObject("states").get("WAITING").getAsInt()).isEqualTo(3);
    assertThat(group.get("at").getAsString()).startsWith("Outbox.java:");
    assertThat(group.get("method").getAsString()).isEqualTo("Outbox.send");
    assertThat(group.getAsJsonArray("stack").asList())
        .anySatisfy(line -> assertThat(line.getAsString()).contains("LinkedBlockingQueue.take("));
  }

  @Test
  void saysWhetherALookNeedsADump() throws Exception {
    assertThat(grouped("needsDump", FLAG)).isEqualTo("false\n");
    assertThat(grouped("needsDump")).isEqualTo("true\n");
  }

  @Test
  void asksForNoDumpWhileVirtualThreadsAreOnTheMove() throws Exception {
    assertThat(grouped("busy"))
        .startsWith("java.lang.IllegalStateException: Virtual threads are on the move")
        .contains("run with " + ContainerCensus.FLAG);
    assertThat(grouped("busy", FLAG)).contains("virtual RUNNABLE");
  }

  @Test
  void worksWithoutTheModuleOfTheHttpServer() throws Exception {
    assertThat(grouped("text", FLAG, "--limit-modules=java.base,java.management,jdk.management"))
        .startsWith("thread profile: total 4\n");
  }

  /** Where the JDK waits differs from one update to the next. */
  private static String withoutLinesOfTheJdk(String text) {
    return text.strip()
        .replaceAll("(?m)^(#\tjava\\..*\\.java):\\d+\\)$", "$1)")
        .replaceAll("@ [0-9a-f]{16} ", "@ 0123456789abcdef ")
        .replaceAll("; \\d+ of the JVM itself", "; 9 of the JVM itself");
  }

  private static String grouped(String what, String... flags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(
        List.of(
            "--enable-preview",
            "-cp",
            System.getProperty("java.class.path"),
            GroupsThreads.class.getName(),
            what));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    return output;
  }
}
