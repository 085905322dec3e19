package loosethreads.workbook.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The comment above a kata's class, as text to read: what the program is for, what one notices. */
public final class Story {
  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*\\*(.*?)\\*/\\s*(?:@\\w+\\s*)*(?:[\\w-]+\\s+)*(?:class|record|interface|enum)\\b",
          Pattern.DOTALL);
  private static final Pattern INLINE_TAG = Pattern.compile("\\{@(\\w+)\\s+([^}]*)}");

  private static final Pattern BLOCK = Pattern.compile("(?=<p>|<li>|<ul>|<ol>|</ul>|</ol>)");

  private Story() {}

  /**
   * The story in a source.
   *
   * @return paragraphs and bullets, one a line, parted by empty lines; nothing if there is no story
   */
  public static String in(String source) {
    Matcher comment = COMMENT.matcher(source);
    if (!comment.find()) {
      return "";
    }
    String text =
        comment
            .group(1)
            .lines()
            .map(line -> line.strip().replaceFirst("^\\*\\s?", "").strip())
            .collect(Collectors.joining(" "));
    return paragraphs(INLINE_TAG.matcher(text).replaceAll(Story::plain));
  }

  private static String plain(MatchResult tag) {
    String content = tag.group(2).strip();
    boolean link = tag.group(1).startsWith("link");
    String shown =
        link && content.startsWith("#") ? content.substring(1) + parentheses(content) : content;
    return Matcher.quoteReplacement(shown);
  }

  private static String parentheses(String link) {
    return link.contains("(") || Character.isUpperCase(link.charAt(1)) ? "" : "()";
  }

  private static String paragraphs(String html) {
    List<String> paragraphs = new ArrayList<>();
    for (String part : BLOCK.splitAsStream(html).toList()) {
      String text =
          part.replaceAll("</?[a-z]+>", " ")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&amp;", "&")
              .replaceAll("\\s+", " ")
              .strip();
      if (!text.isEmpty()) {
        boolean bullet = part.startsWith("<li>");
        boolean tight = bullet && paragraphs.getLast().startsWith("• ");
        if (!paragraphs.isEmpty() && !tight) {
          paragraphs.add("");
        }
        paragraphs.add(bullet ? "• " + text : text);
      }
    }
    return String.join("\n", paragraphs);
  }
}
