package loosethreads.workbook.bench;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** What a figure is counted in. Its word is the one in the JSON. */
public enum Unit {
  /** Bytes, told in KiB, MiB and GiB. */
  @SerializedName("bytes")
  BYTES("bytes") {
    @Override
    public String told(double value) {
      double abs = Math.abs(value);
      if (abs < KIB) {
        return number(value) + " B";
      } else if (abs < MIB) {
        return number(value / KIB) + " KiB";
      } else if (abs < GIB) {
        return number(value / MIB) + " MiB";
      }
      return number(value / GIB) + " GiB";
    }
  },

  /** Milliseconds, told in ns, µs, ms and s. */
  @SerializedName("ms")
  MILLIS("ms") {
    @Override
    public String told(double value) {
      double abs = Math.abs(value);
      if (abs == 0) {
        return "0 ms";
      } else if (abs < 1e-3) {
        return number(value * 1e6) + " ns";
      } else if (abs < 1) {
        return number(value * 1e3) + " µs";
      } else if (abs < 1e4) {
        return number(value) + " ms";
      }
      return number(value / 1e3) + " s";
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
  PER_SECOND("per second");

  private static final double KIB = 1024;
  private static final double MIB = KIB * 1024;
  private static final double GIB = MIB * 1024;

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

  /** A number to three digits that mean something; more only before the point. */
  public static String number(double value) {
    double abs = Math.abs(value);
    if (value == Math.rint(value) || abs >= 100) {
      return String.format(Locale.ROOT, "%,d", Math.round(value));
    }
    return String.format(Locale.ROOT, abs >= 10 ? "%.1f" : "%.2f", value);
  }
}
