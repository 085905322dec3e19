package loosethreads.workbook.watch;

/** What a learner can press. */
enum Key {
  HINT,
  NEXT,
  LIST,
  OPEN,
  RESET,
  QUIT,
  YES,
  ENTER,
  ESCAPE,
  UP,
  DOWN,
  PAGE_UP,
  PAGE_DOWN,
  HOME,
  END,
  OTHER
}
