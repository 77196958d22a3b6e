package dev.larder.it;

/** How much of a trial is done: a sample in each build, all of it by hand. */
public enum TrialSize {
  SAMPLE,
  FULL;

  public static TrialSize ofThisRun() {
    String size = System.getProperty("larder.it.size", "sample");
    return switch (size) {
      case "sample" -> SAMPLE;
      case "full" -> FULL;
      default -> throw new AssertionError("it.size is sample or full, not " + size);
    };
  }

  public int of(int sample, int full) {
    return switch (this) {
      case SAMPLE -> sample;
      case FULL -> full;
    };
  }
}
