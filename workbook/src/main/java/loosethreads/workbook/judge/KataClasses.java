package loosethreads.workbook.judge;

import loosethreads.workbook.compile.Compilation;
import loosethreads.workbook.compile.KataCompiler;
import loosethreads.workbook.kata.Checkout;
import loosethreads.workbook.kata.Kata;

/** What the learner's files of a kata compile to, without its test. */
public final class KataClasses {
  private KataClasses() {}

  /** Compiles the files as they were last saved. */
  public static Compilation of(Checkout checkout, Kata kata) {
    try (var compiler = new KataCompiler(checkout.kataClassPath())) {
      var candidate = Candidate.learners(checkout, kata);
      return compiler.compile(new CandidateSources(checkout).program(candidate));
    } catch (CandidateSources.Unreadable e) {
      return new Compilation.Errors(e.getMessage());
    }
  }
}
