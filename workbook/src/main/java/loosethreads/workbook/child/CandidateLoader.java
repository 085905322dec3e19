package loosethreads.workbook.child;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;

/** Defines the classes of one candidate from memory. */
final class CandidateLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  CandidateLoader(Map<String, byte[]> classes) {
    super("candidate", CandidateLoader.class.getClassLoader());
    this.classes = classes;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** Gives class files, too: a test may want a copy of the program, with places to stop at. */
  @Override
  public InputStream getResourceAsStream(String name) {
    String type = name.replace('/', '.').replaceFirst("\\.class$", "");
    byte[] bytes = name.endsWith(".class") ? classes.get(type) : null;
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
