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

  /**
   * Two-digit years from here on belong to the 20th century. So none is ever read as more than 50
   * years ahead, which §5.6.7 forbids, and {@code 01-Jan-70}, by which servers say "expired long
   * ago", stays in the past.
   */
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
    try {
      if (matches(text, 0, "aaa, 00 aaa 0000 00:00:00 gmt")) {
        return isDay(text, 3)
            ? instant(number(text, 12, 4), text, 8, number(text, 5, 2), 17)
            : null;
      }
      if (matches(text, 0, "aaa aaa _0 00:00:00 0000")) {
        int day = text.charAt(8) == ' ' ? number(text, 9, 1) : number(text, 8, 2);
        return isDay(text, 3) ? instant(number(text, 20, 4), text, 4, day, 11) : null;
      }
      return longForm(text);
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  /**
   * A date of a request. A front may have squeezed the two spaces before the day that the third
   * form has, which makes no other date of it.
   */
  public static @Nullable Instant parseOfRequest(@Nullable String text) {
    boolean squeezed = text != null && matches(text, 0, "aaa aaa 0 00:00:00 0000");
    return parse(text != null && squeezed ? text.substring(0, 8) + ' ' + text.substring(8) : text);
  }

  /** {@code sunday, 06-nov-94 08:49:37 gmt}. */
  private static @Nullable Instant longForm(String text) {
    int comma = text.indexOf(',');
    if (comma <= 3 || !matches(text, comma, ", 00-aaa-00 00:00:00 gmt") || !isDay(text, comma)) {
      return null;
    }
    int year = number(text, comma + 9, 2);
    int century = year < PIVOT ? 2000 : 1900;
    return instant(century + year, text, comma + 5, number(text, comma + 2, 2), comma + 12);
  }

  /** Whether the text begins with the name of a day: three letters of it, or all. */
  private static boolean isDay(String text, int letters) {
    for (String day : DAYS) {
      if ((letters == 3 || letters == day.length())
          && text.regionMatches(true, 0, day, 0, letters)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the rest of the text has this form: 0 stands for a digit, a for a letter, _ for a digit
   * or space, all else for itself in either case.
   */
  private static boolean matches(String text, int from, String form) {
    if (text.length() - from != form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char given = text.charAt(from + i);
      char c = given >= 'A' && given <= 'Z' ? (char) (given + 'a' - 'A') : given;
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
    int month = month(text, monthAt);
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
            second == 60 ? 59 : second)
        .toInstant(ZoneOffset.UTC);
  }

  /** 1 to 12, or 0 when no month is named there. */
  private static int month(String text, int at) {
    for (int i = 0; i < MONTHS.size(); i++) {
      if (text.regionMatches(true, at, MONTHS.get(i), 0, 3)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static int number(String text, int from, int digits) {
    return Integer.parseInt(text, from, from + digits, 10);
  }
}
