package dev.larder.cli;

import java.time.Duration;
import java.util.Locale;

/** Amounts for eyes: short, rounded, with their unit. */
final class Amounts {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private Amounts() {}

  /** Bytes, as in {@code 512 B} or {@code 1.5 GiB}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double amount = bytes / 1024.0;
    int unit = 0;
    // What would be rounded to 1024.0 is 1.0 of the next unit.
    while (amount >= 1023.95 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  /** A time that passed, in the largest unit of which there are two or more. */
  static String time(Duration passed) {
    long seconds = Math.max(0, passed.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** A number with commas between the thousands. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number of things, as in {@code 1 file} or {@code 2,000 files}. */
  static String count(long number, String one) {
    return count(number) + ' ' + one + (number == 1 ? "" : "s");
  }

  /** A part of a whole, in percent. */
  static String share(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
  }
}
