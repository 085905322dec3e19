import java.util.*;
import java.util.concurrent.locks.*;

// Guests come in, one at a time, and sit down.
// Guest 9 wants a chair that is taken.
Set<Integer> taken = new HashSet<>();
Lock door = new ReentrantLock();

void sitDown(int chair) {
  if (!taken.add(chair)) {
    throw new IllegalStateException();
  }
}

void comeIn(int guest) {
  door.lock();
  sitDown(guest == 9 ? 8 : guest);
  door.unlock();
}

for (int i = 1; i <= 100; i++) {
  int guest = i;
  Thread.startVirtualThread(() -> comeIn(guest));
  Thread.sleep(40);
}
