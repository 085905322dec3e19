package loosethreads.workbook.engine;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Says what is printed, so that it keeps its place among all that is said. */
final class Printing extends OutputStream {
  private final Consumer<Word> say;

  Printing(Consumer<Word> say) {
    this.say = say;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    say.accept(new Word.Printed(new String(bytes, from, length, StandardCharsets.UTF_8)));
  }
}
