import java.util.*;
import java.util.concurrent.locks.*;

// One guest after the other sits down. Guest 9 wants the chair of guest 8.
Set<Integer> taken = new HashSet<>();
Lock room = new ReentrantLock();

void sitDown(int chair) {
  if (!taken.add(chair)) throw new IllegalStateException("chair " + chair + " is taken");
}

void enter(int guest) {
  room.lock();
  sitDown(guest == 9 ? 8 : guest);
  room.unlock();
}

for (int i = 1; i <= 100; i++) {
  int guest = i;
  Thread.startVirtualThread(() -> enter(guest));
  Thread.sleep(40);
}
