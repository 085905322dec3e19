package loosethreads.workbook.jvm;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a JVM is started that runs code of somebody else for a while, and in which leakcheck sees
 * everything.
 *
 * @param classPath as {@code java -cp} takes it
 * @param heap the largest heap in MiB
 * @param main the main class
 */
public record JavaCommand(String classPath, int heap, String main) {

  /** The command, up to the main class; its arguments are to be added. */
  public List<String> with(List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(more);
    command.addAll(
        List.of(
            "--enable-preview",
            // What leakcheck needs to see every thread, who started it, and who holds its lock.
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED",
            // It lives for seconds: start quickly, compile cheaply.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx" + heap + "m",
            "-XX:+ExitOnOutOfMemoryError",
            // A crash of the JVM is told by its exit value; no file is to be left for it.
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + File.separator + "dev" + File.separator + "null",
            // It is killed in the end, and could not clear its file away.
            "-XX:-UsePerfData",
            // A cache that no longer fits is not used; that is not worth a word on a learner's
            // screen.
            "-Xlog:disable",
            "-Xlog:all=off",
            // Our own threads in there sleep and read, and never wake anybody else's.
            "-Dleakcheck.runner=loosethreads.workbook.",
            "-Dfile.encoding=UTF-8",
            "-cp",
            classPath,
            main));
    return command;
  }

  /** Joins jars and folders to a class path. */
  public static String classPath(Collection<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
