package loosethreads.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What a repository would get: the jar, its sources, its Javadoc, and nothing else to download. */
class PublishedIT {
  @Test
  void hasAModuleNameAndTheExtensionThatJUnitLooksFor() throws IOException {
    try (JarFile jar = jar("")) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("loosethreads.leakcheck");
      ZipEntry services =
          jar.getEntry("META-INF/services/org.junit.jupiter.api.extension.Extension");
      assertThat(
              new String(
                      jar.getInputStream(services).readAllBytes(),
                      java.nio.charset.StandardCharsets.UTF_8)
                  .strip())
          .isEqualTo(LeakFreeEverywhere.class.getName());
    }
  }

  @Test
  void comesWithItsSources() throws IOException {
    assertThat(entries("-sources"))
        .contains("loosethreads/leakcheck/LeakFree.java", "loosethreads/leakcheck/Watch.java");
  }

  @Test
  void comesWithItsJavadocAndThatIsOfThePublicTypesOnly() throws IOException {
    // Whether the pages are in a folder named after the module depends on what Maven made first.
    assertThat(entries("-javadoc"))
        .map(name -> name.replaceFirst("^loosethreads\\.leakcheck/", ""))
        .contains(
            "loosethreads/leakcheck/LeakFree.html",
            "loosethreads/leakcheck/Allow.html",
            "loosethreads/leakcheck/LeakReport.Ignored.html")
        .doesNotContain("loosethreads/leakcheck/Watch.html");
  }

  @Test
  void hasNothingInItOfAnyoneElse() throws IOException {
    assertThat(entries(""))
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("loosethreads/leakcheck/"));
  }

  private static List<String> entries(String classifier) throws IOException {
    try (JarFile jar = jar(classifier)) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  private static JarFile jar(String classifier) throws IOException {
    String jar = System.getProperty("it.jar");
    return new JarFile(Path.of(jar.replaceFirst("\\.jar$", classifier + ".jar")).toFile());
  }
}
