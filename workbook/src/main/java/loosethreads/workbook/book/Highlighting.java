package loosethreads.workbook.book;

import java.util.Map;
import org.asciidoctor.ast.Block;
import org.asciidoctor.ast.Document;
import org.asciidoctor.extension.LocationType;
import org.asciidoctor.syntaxhighlighter.HighlightResult;
import org.asciidoctor.syntaxhighlighter.Highlighter;
import org.asciidoctor.syntaxhighlighter.SyntaxHighlighterAdapter;

/**
 * Highlights Java and Go in listings. The bundled Rouge knows neither records nor sealed types.
 * Made by Asciidoctor, hence public.
 */
public final class Highlighting implements SyntaxHighlighterAdapter, Highlighter {
  static final String NAME = "loosethreads";

  @Override
  public HighlightResult highlight(
      Block node, String source, String language, Map<String, Object> options) {
    return new HighlightResult(
        switch (language == null ? "" : language) {
          case "java" -> Lexer.JAVA.html(source);
          case "go" -> Lexer.GO.html(source);
          default -> Html.escape(source);
        });
  }

  // Asciidoctor's proxy calls both, though their defaults would do.
  @Override
  public boolean hasDocInfo(LocationType location) {
    return false;
  }

  @Override
  public String getDocinfo(LocationType location, Document document, Map<String, Object> options) {
    return "";
  }
}
