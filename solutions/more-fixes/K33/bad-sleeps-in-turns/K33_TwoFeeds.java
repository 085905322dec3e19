// Tempting: Ask them in turn, and sleep a millisecond between two rounds. That is no load worth the
// name.
// Rejected as wrong: it is up a thousand times a second, for two agencies that send a headline an
// hour.
package select;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.Source;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the headlines of two news agencies to one desk.
 *
 * <p>Each agency sends its headlines through a channel of its own, and closes it when it has no
 * more for today. The small agency goes home at six, the big one at midnight. On Sundays it is the
 * other way round.
 *
 * <p>In production: on weekdays at six, one processor of the server goes up to full load, and stays
 * there until midnight. On Sundays it does so, too. But then the desk gets no headline any more
 * either, and at midnight it does not stop.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>The desk gets every headline of both agencies, those of each in their order, one at a time,
 *       and as they come: a quiet agency does not hold up the other.
 *   <li>{@link #merge} returns when both have closed, and tells how many headlines there were.
 *   <li>While no headline comes, it sleeps.
 *   <li>Who interrupts it gets an {@code InterruptedException}, and nothing of it goes on. A
 *       headline that is under way just then may be lost.
 * </ul>
 */
public class K33_TwoFeeds {
  private final Consumer<String> desk;

  /** Brings headlines to the desk. */
  public K33_TwoFeeds(Consumer<String> desk) {
    this.desk = desk;
  }

  /** Brings all headlines of two agencies to the desk. */
  public int merge(Source<String> big, Source<String> small) throws InterruptedException {
    int headlines = 0;
    while (!(big.isClosedForReceive() && small.isClosedForReceive())) {
      for (Source<String> feed : List.of(big, small)) {
        var next = selectOrClosed(feed.receiveClause(), defaultClause(""));
        if (next instanceof String headline && !headline.isEmpty()) {
          desk.accept(headline);
          headlines++;
        }
      }
      Thread.sleep(1);
    }
    return headlines;
  }
}
