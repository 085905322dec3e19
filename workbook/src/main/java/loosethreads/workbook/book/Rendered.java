package loosethreads.workbook.book;

/**
 * A page as HTML, without what every page has around it.
 *
 * @param path where it goes, from the site's root
 * @param toRoot from this page to the site's root
 * @param title its title as text
 * @param body the HTML of its content
 */
record Rendered(String path, String toRoot, String title, String body) {}
