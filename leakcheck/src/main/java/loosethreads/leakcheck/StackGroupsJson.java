package loosethreads.leakcheck;

import java.util.Map;

/** Writes groups of threads as JSON, format 1. */
final class StackGroupsJson {
  private StackGroupsJson() {}

  static String write(StackGroups groups) {
    StringBuilder out = new StringBuilder(1024);
    out.append("{\"format\":1,\"census\":");
    ReportJson.string(out, groups.census());
    out.append(",\"platform\":").append(groups.count().platform());
    out.append(",\"virtual\":").append(groups.count().virtual());
    out.append(",\"ignored\":").append(groups.ignored());
    out.append(",\"groups\":[");
    Room room = new Room(out);
    boolean first = true;
    for (StackGroup group : groups.groups()) {
      room.add(group, written(group, first ? "\n" : ",\n"));
      first = false;
    }
    out.append("],\"leftOut\":{\"groups\":").append(room.groupsLeftOut());
    out.append(",\"threads\":").append(room.threadsLeftOut());
    out.append("},\"others\":").append(groups.others()).append("}\n");
    return out.toString();
  }

  private static StringBuilder written(StackGroup group, String before) {
    StringBuilder out = new StringBuilder(512);
    out.append(before).append("{\"id\":\"").append(group.id());
    out.append("\",\"count\":").append(group.count()).append(",\"kind\":");
    ReportJson.string(out, group.kind());
    out.append(",\"states\":{");
    String separator = "";
    for (Map.Entry<Thread.State, Integer> state : group.states().entrySet()) {
      out.append(separator).append('"').append(state.getKey()).append("\":");
      out.append(state.getValue());
      separator = ",";
    }
    out.append("},\"at\":");
    ReportJson.string(out, group.at());
    out.append(",\"method\":");
    ReportJson.string(out, group.method());
    out.append(",\"stack\":[");
    separator = "";
    for (StackTraceElement frame : group.stack()) {
      out.append(separator);
      ReportJson.string(out, Frames.line(frame));
      separator = ",";
    }
    return out.append("]}");
  }
}
