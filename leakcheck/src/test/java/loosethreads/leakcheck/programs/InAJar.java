package loosethreads.leakcheck.programs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A class of ours, as if somebody had published it. */
public final class InAJar {
  private InAJar() {}

  /** A library's thread factory. Each of its threads starts another one, as event loops do. */
  public static final class Factory implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      return new Thread(() -> new Thread(task).start());
    }
  }

  /** Loads the factory from a jar, which it writes into the folder. */
  public static ThreadFactory factory(Path folder) throws IOException {
    String name = Factory.class.getName();
    String file = name.replace('.', '/') + ".class";
    Path jar = folder.resolve("library.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = InAJar.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
    }
    // Its parent knows the JDK only, so it does not find our own copy.
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      return (ThreadFactory) loader.loadClass(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
