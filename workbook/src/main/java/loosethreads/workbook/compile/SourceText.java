package loosethreads.workbook.compile;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A Java source in memory. javac's messages call it by the name that the learner knows. */
public final class SourceText extends SimpleJavaFileObject {
  private final String shownAs;
  private final String text;

  /**
   * Wraps a text.
   *
   * @param fileName the simple file name, {@code K11_PriceTicker.java}
   * @param shownAs how messages name it, usually the path from the checkout's root
   * @param text the source
   */
  public SourceText(String fileName, String shownAs, String text) {
    super(URI.create("memory:///" + fileName), Kind.SOURCE);
    this.shownAs = shownAs;
    this.text = text;
  }

  boolean hasSameTextAs(SourceText other) {
    return toUri().equals(other.toUri()) && text.equals(other.text);
  }

  @Override
  public String getName() {
    return shownAs;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
