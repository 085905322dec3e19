package loosethreads.workbook.check;

import loosethreads.workbook.judge.Candidate;

/**
 * A candidate, and what must become of it.
 *
 * @param name {@code original}, {@code reference}, or a fix's folder name
 * @param candidate what is judged
 * @param verdict the word the judge must answer with
 * @param reason words that must stand in the explanation; nothing if any will do
 */
record CandidateCheck(String name, Candidate candidate, String verdict, String reason) {

  /** Tells whether it must pass. */
  boolean isGood() {
    return verdict.equals("solved");
  }

  /** The word of the JSON contract. */
  String expected() {
    return isGood() ? "solved" : name.equals("original") ? verdict : "rejected";
  }
}
