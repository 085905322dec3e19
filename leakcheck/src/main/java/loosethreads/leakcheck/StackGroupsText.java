package loosethreads.leakcheck;

/** Writes groups of threads for people who know Go's goroutine profile. */
final class StackGroupsText {
  private StackGroupsText() {}

  static String write(StackGroups groups) {
    StringBuilder out = new StringBuilder(1024);
    out.append("thread profile: total ").append(groups.count().total()).append('\n');
    out.append("# ").append(groups.count().platform()).append(" platform, ");
    out.append(groups.count().virtual()).append(" virtual; ");
    out.append(groups.ignored()).append(" of the JVM itself left out; seen by ");
    out.append(groups.census()).append('\n');
    Room room = new Room(out);
    for (StackGroup group : groups.groups()) {
      room.add(group, written(group));
    }
    if (room.groupsLeftOut() > 0) {
      out.append("\n# and ").append(room.threadsLeftOut()).append(" threads in ");
      out.append(room.groupsLeftOut()).append(" smaller groups, which have no place here\n");
    }
    if (groups.others() > 0) {
      out.append("\n# and ").append(groups.others());
      out.append(" threads with yet other stacks, too many to keep them all\n");
    }
    return out.toString();
  }

  private static StringBuilder written(StackGroup group) {
    StringBuilder out = new StringBuilder(512);
    out.append('\n').append(group.count()).append(" @ ").append(group.id()).append(' ');
    out.append(group.kind()).append(' ').append(group.statesInWords()).append('\n');
    for (StackTraceElement frame : group.stack()) {
      out.append("#\t").append(Frames.line(frame)).append('\n');
    }
    return out;
  }
}
