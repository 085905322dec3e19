import java.util.*;

// While a file is sent, a Timer moves a bar.
void send(String file)
    throws InterruptedException {
  Timer bar = new Timer("bar of " + file);
  bar.schedule(new TimerTask() {
    public void run() {
      // The bar is drawn.
    }
  }, 0, 100);
  Thread.sleep(40); // The file is sent.
  bar.cancel();
}

for (int i = 1; i <= 80; i++) {
  send("file " + i);
}
