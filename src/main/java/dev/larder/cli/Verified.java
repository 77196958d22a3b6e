package dev.larder.cli;

import java.time.Duration;
import java.util.Locale;

/** How far a verification came. One thread counts, any may read. */
final class Verified {
  /** What was counted at one moment. */
  record Count(long responses, long bytes, long damaged, double share) {

    /** What came of it, in a line. */
    String summary(boolean whole, Duration took) {
      return (whole ? "verified " : "interrupted after " + percent() + ": verified ")
          + amounts(took)
          + " in "
          + seconds(took)
          + ": "
          + (damaged == 0 ? "all sound" : Amounts.count(damaged, "damaged file"));
    }

    /** How it goes, in less than 80 columns with a bar of 12. */
    String progress(String bar, Duration took) {
      double left = share <= 0 ? 0 : took.toSeconds() / share * (1 - share);
      return String.format(
          Locale.ROOT,
          "[%s] %4s  %s%s  %s left",
          bar,
          percent(),
          Amounts.count(responses, "response") + "  " + rate(took),
          damaged == 0 ? "" : "  " + Amounts.count(damaged) + " damaged",
          Amounts.time(Duration.ofSeconds((long) left)));
    }

    private String amounts(Duration took) {
      String sum = Amounts.count(responses, "response") + ", " + Amounts.size(bytes);
      return sum + " (" + rate(took) + ")";
    }

    private String rate(Duration took) {
      double seconds = Math.max(1, took.toMillis()) / 1000.0;
      return Amounts.size((long) (bytes / seconds)) + "/s";
    }

    private String percent() {
      return (int) (100 * share) + " %";
    }

    private static String seconds(Duration took) {
      return took.toSeconds() < 120
          ? String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0)
          : Amounts.time(took);
    }
  }

  private volatile Count count = new Count(0, 0, 0, 0);

  void sound(long bytes, double share) {
    Count now = count;
    count = new Count(now.responses + 1, now.bytes + bytes, now.damaged, share);
  }

  void damaged(double share) {
    Count now = count;
    count = new Count(now.responses, now.bytes, now.damaged + 1, share);
  }

  void passed(double share) {
    Count now = count;
    count = new Count(now.responses, now.bytes, now.damaged, share);
  }

  Count count() {
    return count;
  }
}
