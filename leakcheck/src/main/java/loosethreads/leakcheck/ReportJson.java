package loosethreads.leakcheck;

import java.util.List;

/** Writes a report as JSON, format 1. */
final class ReportJson {
  private final StringBuilder out = new StringBuilder(1024);

  private ReportJson() {}

  static String write(LeakReport report) {
    ReportJson json = new ReportJson();
    json.report(report);
    return json.out.toString();
  }

  private void report(LeakReport report) {
    out.append("{\"format\":1");
    text("census", report.census());
    text("test", report.test());
    out.append(",\"waitedMillis\":").append(report.waitedMillis());
    out.append(",\"stoppedEarly\":").append(report.stoppedEarly());
    if (!report.proof().isEmpty()) {
      text("proof", report.proof());
    }
    out.append(",\"leaks\":[");
    for (int i = 0; i < report.leaks().size(); i++) {
      out.append(i == 0 ? "" : ",");
      leak(report.leaks().get(i));
    }
    out.append("],\"ignored\":[");
    for (int i = 0; i < report.ignored().size(); i++) {
      LeakReport.Ignored ignored = report.ignored().get(i);
      out.append(i == 0 ? "" : ",").append("{\"name\":");
      string(ignored.name());
      out.append(",\"count\":").append(ignored.count());
      text("reason", ignored.reason());
      out.append('}');
    }
    out.append("]}");
  }

  private void leak(Leak leak) {
    out.append("{\"kind\":");
    string(leak.kind());
    out.append(",\"count\":").append(leak.count());
    out.append(",\"examined\":").append(leak.examined());
    out.append(",\"daemon\":").append(leak.daemon());
    text("state", leak.state());
    text("at", leak.at());
    text("method", leak.method());
    text("startedAt", leak.startedAt());
    text("startedBy", leak.startedBy());
    text("calledFrom", leak.calledFrom());
    text("calledBy", leak.calledBy());
    text("waitsFor", leak.waitsFor());
    text("owner", leak.owner());
    text("afterInterrupt", leak.afterInterrupt());
    text("proof", leak.proof());
    out.append(",\"sure\":").append(leak.sure());
    out.append(",\"stack\":[");
    List<String> stack = leak.stack();
    for (int i = 0; i < stack.size(); i++) {
      out.append(i == 0 ? "" : ",");
      string(stack.get(i));
    }
    out.append("]}");
  }

  private void text(String name, String value) {
    out.append(",\"").append(name).append("\":");
    string(value);
  }

  private void string(String value) {
    string(out, value);
  }

  /** Writes a text in quotes, with all that JSON wants escaped. */
  static void string(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Half a surrogate pair, as a thread's name may hold, is no JSON text either.
          if (c < 0x20 || (Character.isSurrogate(c) && !isPaired(value, i))) {
            out.append("\\u").append(Character.forDigit(c >> 12, 16));
            out.append(Character.forDigit((c >> 8) & 15, 16));
            out.append(Character.forDigit((c >> 4) & 15, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
