package loosethreads.workbook.bench;

import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** What a figure is counted in. Its word is the one in the JSON. */
public enum Unit {
  /** Bytes, told in B, kB, MB and GB, each a thousand of the one before. */
  @SerializedName("bytes")
  BYTES("bytes") {
    @Override
    public String told(double value) {
      return scaled(value, "B", "kB", "MB", "GB");
    }
  },

  /** Milliseconds, told in ns, µs, ms and s. */
  @SerializedName("ms")
  MILLIS("ms") {
    @Override
    public String told(double value) {
      return scaled(value * 1e6, "ns", "µs", "ms", "s");
    }
  },

  /** Threads. */
  @SerializedName("threads")
  THREADS("threads"),

  /** Whatever else is counted in pieces: collections, lines. */
  @SerializedName("count")
  COUNT("count") {
    @Override
    public String told(double value) {
      return number(value);
    }
  },

  /** So many a second. */
  @SerializedName("per second")
  PER_SECOND("per second") {
    @Override
    public String told(double value) {
      return super.told(new BigDecimal(value).round(new MathContext(3)).doubleValue());
    }
  };

  private final String word;

  Unit(String word) {
    this.word = word;
  }

  /** Its name in JSON. */
  public String word() {
    return word;
  }

  /** A value and its unit, to three digits, as people say it. */
  public String told(double value) {
    return number(value) + " " + word;
  }

  private static String scaled(double value, String... units) {
    int unit = 0;
    // What would be told as 1,000 is 1 of the next.
    while (unit < units.length - 1 && Math.abs(value) >= 999.5) {
      value /= 1000;
      unit++;
    }
    return number(value) + " " + units[unit];
  }

  /** A number to three digits that mean something; more only before the point. */
  public static String number(double value) {
    double abs = Math.abs(value);
    if (abs >= 99.95 || Math.abs(value - Math.rint(value)) < 1e-9 * abs || value == 0) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    if (abs < 0.995) {
      return new BigDecimal(value).round(new MathContext(2)).toPlainString();
    }
    return String.format(Locale.ROOT, abs >= 9.995 ? "%.1f" : "%.2f", value);
  }
}
