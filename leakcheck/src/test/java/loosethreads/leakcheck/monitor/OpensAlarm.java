package loosethreads.leakcheck.monitor;

/** A JVM of its own that has an alarm, or says why not. */
final class OpensAlarm {
  private OpensAlarm() {}

  public static void main(String[] args) {
    try (GrowthAlarm alarm = GrowthAlarm.open("main", new GrowthRule(1, 3, 1))) {
      alarm.publish();
      alarm.sample();
      System.out.println("sampled, " + alarm.getVirtualThreads() + " virtual");
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
