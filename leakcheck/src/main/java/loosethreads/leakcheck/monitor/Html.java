package loosethreads.leakcheck.monitor;

import loosethreads.leakcheck.GroupProof;
import loosethreads.leakcheck.StackGroup;
import loosethreads.leakcheck.StackGroups;

/** The page for a browser: a line for each group, and its stack behind it. No script, no style. */
final class Html {
  private static final int LIMIT = 1_000_000;

  private Html() {}

  /** The groups, each with a button to prove it, if that is possible. */
  static String page(StackGroups groups, boolean proofs) {
    StringBuilder out = new StringBuilder(4096);
    begin(out, "Threads");
    out.append("<p>").append(groups.count().platform()).append(" platform, ");
    out.append(groups.count().virtual()).append(" virtual. Left out: ").append(groups.ignored());
    out.append(" of the JVM itself. Seen by: ").append(escaped(groups.census())).append(".</p>\n");
    out.append("<p>As <a href=\"?debug=1\">text</a>, as <a href=\"?format=json\">JSON</a>.</p>\n");
    int told = 0;
    int threads = 0;
    for (StackGroup group : groups.groups()) {
      String written = group(group, proofs);
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
    return end(out);
  }

  /** What was proven of a group. */
  static String page(GroupProof proof) {
    StringBuilder out = new StringBuilder(1024);
    begin(out, "Proof");
    out.append("<pre>").append(escaped(proof.toString())).append("</pre>\n");
    out.append("<p><a href=\"?format=html\">All threads</a></p>\n");
    return end(out);
  }

  private static void begin(StringBuilder out, String title) {
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        </head>
        <body>
        <h1>%1$s</h1>
        """
            .formatted(title));
  }

  private static String end(StringBuilder out) {
    return out.append("</body>\n</html>\n").toString();
  }

  private static String group(StackGroup group, boolean proofs) {
    StringBuilder out = new StringBuilder(1024);
    out.append("<details id=\"").append(group.id()).append("\">\n<summary>");
    out.append(escaped(group.toString())).append("</summary>\n<pre>");
    for (String line : group.lines()) {
      out.append(escaped(line)).append('\n');
    }
    out.append("</pre>\n");
    if (proofs) {
      out.append("<form method=\"post\" action=\"?proof=").append(group.id()).append("\">");
      out.append("<button>Prove it</button> This takes two dumps of the heap.</form>\n");
    }
    return out.append("</details>\n").toString();
  }

  /** Names of methods have angle brackets in them, and other languages allow anything. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
