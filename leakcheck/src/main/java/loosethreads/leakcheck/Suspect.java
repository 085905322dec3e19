package loosethreads.leakcheck;

/**
 * A thread that may be a leak.
 *
 * @param seen the thread
 * @param origin its birth tag, or {@link Origin#NONE}
 * @param sure whether it is known to be of the scope; if not, it is only younger than the watch
 */
record Suspect(Sighting seen, Origin origin, boolean sure) {}
