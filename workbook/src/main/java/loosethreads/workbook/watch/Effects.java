package loosethreads.workbook.watch;

import loosethreads.workbook.kata.Kata;

/** What a session asks of the world around it. */
interface Effects {
  /** Watches the files of this kata from now on, and no others. */
  void watch(Kata kata);

  /** Asks for a verdict, which comes as an event. */
  void judge(Kata kata);

  /** Opens the kata's page; what became of it comes as an event. */
  void openPage(Kata kata);
}
