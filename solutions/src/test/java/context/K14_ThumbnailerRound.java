package context;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A page of an album, and somebody who scrolls on while its thumbnails are being painted. */
class K14_ThumbnailerRound {
  private static final int PHOTOS = 10;
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private volatile CountDownLatch begun = new CountDownLatch(1);

  private String paint(String photo) throws InterruptedException {
    begun.countDown();
    NEVER.await();
    return photo;
  }

  @Test
  void aPageIsScrolledOutOfSight() throws Exception {
    var thumbnailer = new K14_Thumbnailer(this::paint, Duration.ofHours(1));
    for (int photo = 0; photo < PHOTOS; photo++) {
      begun = new CountDownLatch(1);
      var thumbnail = thumbnailer.thumbnail("a photo");
      begun.await();
      thumbnail.cancel(true);
    }
  }
}
