package dev.larder.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dates in fields (RFC 9110 §5.6.7): written in the fixed form, read in that and the two obsolete
 * ones, in any letter case, and in no other spelling whatever: a cache that guesses at a date keeps
 * what should be gone.
 */
public final class HttpDate {
  private static final DateTimeFormatter FIXED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  /** Two-digit years from here on belong to the 20th century: HTTP has no older dates. */
  private static final int PIVOT = 70;

  private HttpDate() {}

  public static String format(Instant instant) {
    return FIXED.format(instant);
  }

  /** The instant, or null when the text is not a date in one of the three forms. */
  public static @Nullable Instant parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      if (matches(lower, "aaa, 00 aaa 0000 00:00:00 gmt") && isDay(lower, 3)) {
        return instant(number(lower, 12, 4), lower, 8, number(lower, 5, 2), 17);
      }
      if (matches(lower, "aaa aaa _0 00:00:00 0000") && isDay(lower, 3)) {
        int day = lower.charAt(8) == ' ' ? number(lower, 9, 1) : number(lower, 8, 2);
        return instant(number(lower, 20, 4), lower, 4, day, 11);
      }
      return longForm(lower);
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  /** {@code sunday, 06-nov-94 08:49:37 gmt}. */
  private static @Nullable Instant longForm(String lower) {
    int comma = lower.indexOf(',');
    if (comma < 0 || !DAYS.contains(lower.substring(0, comma))) {
      return null;
    }
    String rest = lower.substring(comma);
    if (!matches(rest, ", 00-aaa-00 00:00:00 gmt")) {
      return null;
    }
    int year = number(rest, 9, 2);
    return instant(year + (year < PIVOT ? 2000 : 1900), rest, 5, number(rest, 2, 2), 12);
  }

  private static boolean isDay(String lower, int letters) {
    return DAYS.stream().anyMatch(day -> day.startsWith(lower.substring(0, letters)));
  }

  /** 0 stands for a digit, a for a letter, _ for a digit or space, all else for itself. */
  private static boolean matches(String text, String form) {
    if (text.length() != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean fits =
          switch (form.charAt(i)) {
            case '0' -> digit;
            case '_' -> digit || c == ' ';
            case 'a' -> c >= 'a' && c <= 'z';
            default -> c == form.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Instant instant(
      int year, String text, int monthAt, int day, int timeAt) {
    int month = MONTHS.indexOf(text.substring(monthAt, monthAt + 3)) + 1;
    if (month == 0) {
      return null;
    }
    int second = number(text, timeAt + 6, 2);
    return LocalDateTime.of(
            year,
            month,
            day,
            number(text, timeAt, 2),
            number(text, timeAt + 3, 2),
            // A leap second is written :60; the day it ends has no such second here.
            Math.min(second, second == 60 ? 59 : second))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int digits) {
    return Integer.parseInt(text, from, from + digits, 10);
  }
}
