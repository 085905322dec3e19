package loosethreads.workbook.judge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loosethreads.workbook.compile.SourceText;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/** Turns what was saved, which may be anything, into sources for the compiler. */
final class CandidateSources {
  /** A kata has about 100 lines; javac would swallow a gigabyte without a word. */
  private static final int LARGEST = 1 << 20;

  private final Checkout checkout;

  CandidateSources(Checkout checkout) {
    this.checkout = checkout;
  }

  /**
   * The candidate's files.
   *
   * @throws Unreadable if there is nothing to compile; its message tells the learner what to do
   */
  List<SourceText> program(Candidate candidate) {
    Kata kata = candidate.kata();
    List<SourceText> sources = new ArrayList<>();
    for (String file : kata.files()) {
      String shownAs = shown(checkout.program(kata, file));
      byte[] bytes = candidate.files().get(file);
      if (bytes == null) {
        throw new Unreadable(
            shownAs + " is not there. Bring the original back with: ./kata reset " + kata.id());
      }
      sources.add(new SourceText(file, shownAs, decode(bytes, shownAs, kata)));
    }
    return sources;
  }

  /**
   * The kata's test.
   *
   * @throws Unreadable if it is not there
   */
  SourceText test(Kata kata) {
    return read(checkout.test(kata));
  }

  /**
   * What shows how the kata's leak grows.
   *
   * @throws Unreadable if it is not there
   */
  SourceText round(Kata kata) {
    return read(checkout.round(kata));
  }

  private SourceText read(Path file) {
    try {
      return new SourceText(file.getFileName().toString(), shown(file), Files.readString(file));
    } catch (IOException e) {
      throw new Unreadable(
          shown(file) + " can't be read. Bring it back with: git checkout -- " + shown(file));
    }
  }

  private static String decode(byte[] bytes, String shownAs, Kata kata) {
    if (bytes.length > LARGEST) {
      throw new Unreadable(shownAs + " is larger than 1 MiB: is it the right file?");
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable(
          shownAs + " is not UTF-8 text (line " + lineOfFirstError(bytes) + "). Save it as UTF-8.");
    }
    if (text.isBlank()) {
      throw new Unreadable(
          shownAs + " is empty. Bring the original back with: ./kata reset " + kata.id());
    }
    return text;
  }

  private static int lineOfFirstError(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes);
    decoder.decode(in, java.nio.CharBuffer.allocate(bytes.length + 1), true);
    int line = 1;
    for (int i = 0; i < in.position(); i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  private String shown(Path file) {
    return checkout.root().relativize(file).toString().replace('\\', '/');
  }

  /** Says in one line why there is nothing to compile. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }
}
