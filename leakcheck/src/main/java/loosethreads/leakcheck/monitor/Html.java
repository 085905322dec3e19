package loosethreads.leakcheck.monitor;

import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.StackGroups;

/** The page for a browser: a line for each group, and its stack behind it. No script, no style. */
final class Html {
  private static final int LIMIT = 1_000_000;

  private Html() {}

  static String page(StackGroups groups) {
    StringBuilder out = new StringBuilder(4096);
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>Threads</title>
        </head>
        <body>
        <h1>Threads</h1>
        """);
    out.append("<p>").append(groups.count().platform()).append(" platform, ");
    out.append(groups.count().virtual()).append(" virtual. Left out: ").append(groups.ignored());
    out.append(" of the JVM itself. Seen by: ").append(escaped(groups.census())).append(".</p>\n");
    out.append("<p>As <a href=\"?debug=1\">text</a>, as <a href=\"?format=json\">JSON</a>.</p>\n");
    int told = 0;
    int threads = 0;
    for (StackGroup group : groups.groups()) {
      String written = group(group);
      if (out.length() + written.length() > LIMIT) {
        break;
      }
      out.append(written);
      told++;
      threads += group.count();
    }
    int all = groups.count().total();
    if (threads < all) {
      out.append("<p>And ").append(all - threads).append(" threads that have no place here, ");
      out.append(groups.groups().size() - told).append(" groups of them known.</p>\n");
    }
    return out.append("</body>\n</html>\n").toString();
  }

  private static String group(StackGroup group) {
    StringBuilder out = new StringBuilder(1024);
    out.append("<details id=\"").append(group.id()).append("\">\n<summary>");
    out.append(escaped(group.toString())).append("</summary>\n<pre>");
    for (String line : group.lines()) {
      out.append(escaped(line)).append('\n');
    }
    return out.append("</pre>\n</details>\n").toString();
  }

  /** Names of methods have angle brackets in them, and other languages allow anything. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
