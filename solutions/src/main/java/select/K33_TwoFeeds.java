package select;

import static com.softwaremill.jox.Select.selectOrClosed;

import com.softwaremill.jox.ChannelClosed;
import com.softwaremill.jox.SelectClause;
import com.softwaremill.jox.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the headlines of two news agencies to one desk.
 *
 * <p>A closed channel is always ready: it answers each receive at once, for ever, that it is
 * closed. So it has to be heard once, and then its clause goes. In Go one sets the channel to nil,
 * which is never ready; here it leaves the list.
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
    List<Source<String>> open = new ArrayList<>(List.of(big, small));
    while (!open.isEmpty()) {
      switch (nextOf(open)) {
        case ChannelClosed closed -> open.remove(closed.channel());
        case Object headline -> {
          desk.accept((String) headline);
          headlines++;
        }
      }
    }
    return headlines;
  }

  private static Object nextOf(List<Source<String>> open) throws InterruptedException {
    return selectOrClosed(open.stream().map(Source::receiveClause).toArray(SelectClause<?>[]::new));
  }
}
