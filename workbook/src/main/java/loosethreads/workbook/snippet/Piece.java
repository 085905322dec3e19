package loosethreads.workbook.snippet;

/**
 * One declaration, statement, import or expression of a source.
 *
 * @param text with a semicolon at its end where one belongs
 * @param line where it begins in the source, from 1 on
 * @param shown whether its value is to be shown: it is an expression without a semicolon
 */
record Piece(String text, int line, boolean shown) {}
