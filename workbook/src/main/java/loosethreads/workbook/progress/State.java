package loosethreads.workbook.progress;

import java.util.Locale;

/** How far a learner is with a kata. */
public enum State {
  /** Every file is the original. */
  UNTOUCHED,
  /** Edited, and not solved as it stands now. */
  OPEN,
  /** Its files, as they stand now, were judged solved. */
  SOLVED;

  /** The word that JSON uses. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
