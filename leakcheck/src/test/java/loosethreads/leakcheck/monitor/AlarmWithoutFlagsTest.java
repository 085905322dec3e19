package loosethreads.leakcheck.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import loosethreads.leakcheck.LeakFree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of their own, without the flags of this build. */
@LeakFree
class AlarmWithoutFlagsTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void refusesToDumpAgainAndAgainAndSaysWhatToDo() throws Exception {
    assertThat(run("-cp", CLASS_PATH, OpensAlarm.class.getName()))
        .startsWith(
            "To count virtual threads again and again, this JVM needs the flag --add-exports"
                + " java.base/jdk.internal.vm=ALL-UNNAMED, or Add-Exports: java.base/jdk.internal.vm");
  }

  @Test
  void isContentWithALineInTheManifest(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("shop.jar");
    var manifest = new Manifest();
    Attributes lines = manifest.getMainAttributes();
    lines.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    lines.put(Attributes.Name.MAIN_CLASS, OpensAlarm.class.getName());
    lines.put(Attributes.Name.CLASS_PATH, urls());
    lines.putValue("Add-Exports", "java.base/jdk.internal.vm");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    assertThat(run("-jar", jar.toString())).isEqualTo("sampled, 0 virtual\n");
  }

  @Test
  void worksWithoutTheModuleOfTheHttpServer() throws Exception {
    assertThat(
            run(
                "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
                "--limit-modules=java.base,java.management,jdk.management",
                "-cp",
                CLASS_PATH,
                OpensAlarm.class.getName()))
        .isEqualTo("sampled, 0 virtual\n");
  }

  private static String urls() {
    List<String> urls = new ArrayList<>();
    for (String entry : CLASS_PATH.split(java.io.File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toString());
    }
    return String.join(" ", urls);
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-preview");
    command.addAll(List.of(arguments));
    Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jvm.waitFor()).as(output).isZero();
    return output;
  }
}
