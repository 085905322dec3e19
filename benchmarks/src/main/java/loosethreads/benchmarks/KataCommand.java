package loosethreads.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loosethreads.workbook.kata.Checkout;

/**
 * The program behind {@code ./kata} as a process: with the flags that the script gives it, but
 * without the cache of loaded classes that the script makes.
 *
 * @param checkout whose katas and book it knows, and whose jars it is made of
 */
record KataCommand(Checkout checkout) {

  /** The command line for these arguments. */
  List<String> with(String... arguments) {
    Path target = checkout.jars().resolve("workbook/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-preview",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Dkata.root=" + checkout.root(),
            "-Dkata.state=" + checkout.state(),
            "-Dkata.jars=" + checkout.jars(),
            "-cp",
            target.resolve("workbook.jar")
                + System.getProperty("path.separator")
                + target.resolve("lib")
                + "/*",
            "loosethreads.workbook.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }
}
