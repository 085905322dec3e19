package loosethreads.leakcheck.monitor;

import loosethreads.leakcheck.StackGroups;
import loosethreads.leakcheck.ThreadCensus;
import loosethreads.leakcheck.ThreadCount;

/** The threads that an alarm looks at. */
interface Threads {
  /** All that live in this JVM, without the one that asks. */
  Threads LIVE =
      new Threads() {
        @Override
        public ThreadCount count() {
          return ThreadCensus.count();
        }

        @Override
        public StackGroups groups() {
          return ThreadCensus.groups();
        }
      };

  ThreadCount count();

  StackGroups groups();
}
