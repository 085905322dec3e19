package loosethreads.workbook.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ratios in results: of figures that are alike but for their variant, or but for their kind.
 * Sizes and times belong to a machine; ratios are what carries over to another.
 */
public final class Ratios {
  private Ratios() {}

  /**
   * Each ratio by its name, in the order of the figures: {@code retained heap, a queue virtual
   * n=1000: leaking / fixed}. The first of several variants, or kinds, is divided by each other.
   */
  public static Map<String, Ratio> of(Results results) {
    Map<String, Ratio> ratios = new LinkedHashMap<>();
    Map<String, List<Figure>> alike = new LinkedHashMap<>();
    for (Figure f : results.figures()) {
      var butForVariant = new Setting(f.subject(), "", f.kind(), f.n());
      var butForKind = new Setting(f.subject(), f.variant(), "", f.n());
      // The two may look the same in words, but not at once with the word that differs.
      alike.computeIfAbsent("v" + f.metric() + ", " + butForVariant, _ -> new ArrayList<>()).add(f);
      alike.computeIfAbsent("k" + f.metric() + ", " + butForKind, _ -> new ArrayList<>()).add(f);
    }
    alike.forEach((name, figures) -> {
      boolean variants = name.charAt(0) == 'v';
      Figure first = figures.getFirst();
      for (Figure other : figures.subList(1, figures.size())) {
        String words =
            variants
                ? first.variant() + " / " + other.variant()
                : first.kind() + " / " + other.kind();
        Ratio.between(first, other)
            .ifPresent(ratio -> ratios.put(name.substring(1) + ": " + words, ratio));
      }
    });
    return ratios;
  }
}
