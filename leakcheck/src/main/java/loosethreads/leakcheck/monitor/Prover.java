package loosethreads.leakcheck.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loosethreads.leakcheck.GroupProof;

/** Proves that the threads of a group are leaked for good; empty if there is no such group. */
interface Prover {
  Pattern QUESTION = Pattern.compile("proof=([0-9a-f]{16})");

  Optional<GroupProof> prove(String group);

  /** The name of the group that is asked for. */
  static String group(HttpExchange exchange) throws Refused {
    String query = exchange.getRequestURI().getRawQuery();
    Matcher question = QUESTION.matcher(query == null ? "" : query);
    if (!question.matches()) {
      throw new Refused(400, "Ask for proof= and the 16 digits that name a group.");
    }
    return question.group(1);
  }
}
