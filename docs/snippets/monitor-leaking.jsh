// A watcher tells of jobs that take a minute.
void watch(int job) {
  try {
    while (true) {
      Thread.sleep(60_000);
      System.out.println("Slow: job " + job);
    }
  } catch (InterruptedException e) {
    // The job is done.
  }
}

for (int i = 1; i <= 100; i++) {
  int job = i;
  Thread.startVirtualThread(() -> watch(job));
  Thread.sleep(40); // This is the job.
  if (job % 25 == 0) {
    int threads = Thread.activeCount();
    System.out.println("Dashboard: " + threads);
  }
}
