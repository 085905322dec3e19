package loosethreads.workbook.snippet;

import loosethreads.workbook.engine.Word;

/** What a run hears from its several threads, before it is told on one. */
sealed interface Step {
  /** The child said something. */
  record Said(Word word) implements Step {}

  /** Something is to be told as it is. */
  record Told(SnippetEvent event) implements Step {}

  /** The child will say no more. */
  record Gone() implements Step {}

  /** The last piece was evaluated, or one that failed. */
  record Evaluated() implements Step {}

  /** Somebody wants it to end. */
  record Stop() implements Step {}
}
