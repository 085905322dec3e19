package loosethreads.workbook.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoryTest {
  @Test
  void paragraphsBulletsAndTagsBecomePlainText() {
    String source =
        """
        package start;

        /**
         * Keeps the door of a {@code List<Room>}
         * open.
         *
         * <p>What it promises:
         *
         * <ul>
         *   <li>{@link #close} ends it.
         *   <li>{@link Runnable} is <em>never</em> run.
         * </ul>
         */
        public final class K01_Door implements AutoCloseable {
          /** Another comment. */
          int x;
        }
        """;

    assertThat(Story.in(source))
        .isEqualTo(
            """
            Keeps the door of a List<Room> open.

            What it promises:

            • close() ends it.
            • Runnable is never run.\
            """);
  }

  @Test
  void aProgramWithoutACommentHasNoStory() {
    assertThat(Story.in("class K01_Door {\n  /** Opens. */\n  void open() {}\n}\n")).isEmpty();
    assertThat(Story.in("")).isEmpty();
  }
}
