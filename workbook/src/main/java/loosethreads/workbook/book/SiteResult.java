package loosethreads.workbook.book;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of rendering the book.
 *
 * @param index the page to open
 * @param pages how many pages were written
 * @param problems broken links, missing includes and the like, one line each; a book with problems
 *     is not to be published
 * @param millis how long it took, in milliseconds
 */
public record SiteResult(Path index, int pages, List<String> problems, long millis) {}
