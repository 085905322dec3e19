package loosethreads.workbook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Data flows one way, and each library stays in the package that it is for. */
class ArchitectureTest {
  private static final String ROOT = "loosethreads.workbook.";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("loosethreads.workbook");

  @Test
  void packagesKnowOnlyWhatComesBeforeThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("kata")
        .definedBy(ROOT + "kata")
        .layer("bench")
        .definedBy(ROOT + "bench")
        .layer("progress")
        .definedBy(ROOT + "progress")
        .layer("compile")
        .definedBy(ROOT + "compile")
        .layer("wire")
        .definedBy(ROOT + "wire")
        .layer("jvm")
        .definedBy(ROOT + "jvm")
        .layer("engine")
        .definedBy(ROOT + "engine")
        .layer("snippet")
        .definedBy(ROOT + "snippet")
        .layer("child")
        .definedBy(ROOT + "child")
        .layer("judge")
        .definedBy(ROOT + "judge")
        .layer("check")
        .definedBy(ROOT + "check")
        .layer("book")
        .definedBy(ROOT + "book")
        .layer("watch")
        .definedBy(ROOT + "watch")
        .layer("json")
        .definedBy(ROOT + "json")
        .layer("live")
        .definedBy(ROOT + "live")
        .layer("cli")
        .definedBy(ROOT + "cli")
        .whereLayer("kata")
        .mayNotAccessAnyLayer()
        .whereLayer("bench")
        .mayNotAccessAnyLayer()
        .whereLayer("progress")
        .mayOnlyAccessLayers("kata")
        .whereLayer("compile")
        .mayNotAccessAnyLayer()
        .whereLayer("wire")
        .mayNotAccessAnyLayer()
        .whereLayer("jvm")
        .mayOnlyAccessLayers("wire")
        .whereLayer("child")
        .mayOnlyAccessLayers("wire")
        .whereLayer("engine")
        .mayOnlyAccessLayers("wire")
        .whereLayer("judge")
        .mayOnlyAccessLayers("kata", "compile", "jvm", "child")
        .whereLayer("snippet")
        .mayOnlyAccessLayers("kata", "jvm", "engine")
        .whereLayer("check")
        .mayOnlyAccessLayers("kata", "judge")
        .whereLayer("book")
        .mayOnlyAccessLayers("kata", "bench", "progress")
        .whereLayer("watch")
        .mayOnlyAccessLayers("kata", "progress", "judge")
        .whereLayer("json")
        .mayOnlyAccessLayers("kata", "progress", "judge")
        .whereLayer("live")
        .mayOnlyAccessLayers("kata", "progress", "judge", "snippet", "watch", "json")
        .whereLayer("cli")
        .mayOnlyAccessLayers(
            "kata",
            "bench",
            "progress",
            "compile",
            "jvm",
            "judge",
            "snippet",
            "check",
            "book",
            "watch",
            "json",
            "live")
        .check(classes);
  }

  @Test
  void noTwoPackagesKnowEachOther() {
    SlicesRuleDefinition.slices()
        .matching("loosethreads.workbook.(*)..")
        .should()
        .beFreeOfCycles()
        .check(classes);
  }

  @Test
  void theChildKnowsWhatKatasAreWrittenWithAndTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + "child")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "child",
            ROOT + "wire",
            "java..",
            "javax..",
            "org.junit..",
            "org.opentest4j..",
            "org.assertj..",
            "com.softwaremill.jox..",
            "loosethreads.leakcheck..")
        .check(classes);
  }

  @Test
  void theEngineKnowsJshellLeakcheckAndTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + "engine")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "engine", ROOT + "wire", "java..", "jdk.jshell..", "loosethreads.leakcheck..")
        .check(classes);
  }

  @Test
  void onlyTheBookKnowsAsciidoctor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "book")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.asciidoctor..", "org.jruby..", "org.jsoup..")
        .check(classes);
  }

  @Test
  void onlyLivePagesAreOnASocket() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "live")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.sun.net.httpserver..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.ServerSocket")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.channels.ServerSocketChannel")
        .check(classes);
  }

  /** What is registered elsewhere would be answered without being asked who it is. */
  @Test
  void onlyOnePlaceRegistersWhatIsReachedThroughTheFilter() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "live.LiveServer")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.sun.net.httpserver.HttpServer")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.sun.net.httpserver.HttpContext")
        .check(classes);
    assertThat(
            classes.get(ROOT + "live.LiveServer").getMethodCallsFromSelf().stream()
                .map(call -> call.getTarget().getName())
                .filter(Set.of("createContext", "setHandler")::contains))
        .containsExactly("createContext");
  }

  @Test
  void onlyWhatTalksToPeopleKnowsTerminalsAndArguments() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "watch", ROOT + "cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jline..", "picocli..")
        .check(classes);
  }
}
