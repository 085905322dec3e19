package loosethreads.workbook.kata;

/**
 * A rule, and the katas that teach it.
 *
 * @param name its name, also the Java package of its katas: {@code context}
 * @param title a line for lists
 */
public record Chapter(String name, String title) {}
