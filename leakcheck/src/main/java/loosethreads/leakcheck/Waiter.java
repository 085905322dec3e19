package loosethreads.leakcheck;

import java.util.List;

/**
 * A thread of a heap dump that waits, with no limit, for another thread.
 *
 * @param thread it and its stack
 * @param object the number of its {@code Thread}
 * @param id its {@link Thread#threadId}
 * @param monitors the objects of which one is what it was told to wait for; empty for a parked
 *     thread, which waits for nothing but to be unparked or interrupted
 * @param owner the id of the thread that holds the monitor it wants to enter; 0 when it wants none
 * @param groups the ids of the groups it is in
 */
record Waiter(
    DumpIndex.StackThread thread,
    int object,
    long id,
    List<Long> monitors,
    long owner,
    List<Long> groups) {}
