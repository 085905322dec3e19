package loosethreads.workbook.check;

import java.util.List;

/**
 * What a check found; its components are the JSON of {@code ./kata check --json}.
 *
 * @param format the version of this shape
 * @param ok whether every promise held
 * @param katas one entry a kata
 */
public record CheckResult(int format, boolean ok, List<KataResult> katas) {

  /**
   * One kata.
   *
   * @param kata its number
   * @param original the verdict of the original program
   * @param candidates the reference and every fix
   * @param problems whatever broke a promise, one line each
   * @param notes what is worth knowing and breaks none
   */
  public record KataResult(
      String kata,
      String original,
      List<CandidateResult> candidates,
      List<String> problems,
      List<String> notes) {}

  /**
   * One candidate.
   *
   * @param name {@code reference}, or a fix's folder name
   * @param expected {@code solved} or {@code rejected}
   * @param verdict what the judge said
   */
  public record CandidateResult(String name, String expected, String verdict) {}
}
