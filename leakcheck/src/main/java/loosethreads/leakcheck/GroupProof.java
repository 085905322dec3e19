package loosethreads.leakcheck;

import java.util.Set;

/**
 * Tells of how many threads of a group it is proven that no live thread can ever wake them.
 *
 * @param group the group, as it was just before
 * @param threads how many threads of it were looked at
 * @param proven how many of these are proven to be leaked for good; of the others nothing is known
 * @param account how it was found out, or what was in the way, on one line
 */
public record GroupProof(StackGroup group, int threads, int proven, String account) {
  static GroupProof of(StackGroup group, Set<Long> members) {
    try {
      Proof proof = Proof.attempt(members, HeapDumpFile.LARGEST_HEAP);
      return new GroupProof(group, members.size(), proof.proven().size(), proof.account());
    } catch (CannotProve e) {
      return new GroupProof(group, members.size(), 0, "cannot prove: " + e.getMessage());
    }
  }

  /** Returns this as one JSON object, {@code "format": 1}. */
  public String toJson() {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"format\":1,\"group\":\"").append(group.id());
    out.append("\",\"threads\":").append(threads).append(",\"proven\":").append(proven);
    out.append(",\"account\":");
    ReportJson.string(out, account);
    return out.append("}\n").toString();
  }

  /** Returns the group on a line, what is proven on the next, and how on the last. */
  @Override
  public String toString() {
    String meaning =
        proven == 0 ? "They may still be leaked." : "No live thread can ever wake them.";
    return """
    %s
    Proven: %d of %d. %s
    Proof: %s
    """
        .formatted(group, proven, threads, meaning, account);
  }
}
