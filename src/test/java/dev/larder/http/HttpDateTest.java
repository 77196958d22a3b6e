package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z",
        "Sun Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z",
        "SUN, 06 NOV 1994 08:49:37 gmt     | 1994-11-06T08:49:37Z",
        "thursday, 18-aug-50 02:01:18 GMT  | 2050-08-18T02:01:18Z",
        "sun nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z",
        "Thu, 29 Feb 2024 00:00:00 GMT     | 2024-02-29T00:00:00Z",
        "Sun, 21 Nov 2286 04:46:39 GMT     | 2286-11-21T04:46:39Z",
        "Fri, 31 Dec 9999 23:59:59 GMT     | 9999-12-31T23:59:59Z",
        "Sat, 31 Dec 2016 23:59:60 GMT     | 2016-12-31T23:59:59Z"
      })
  void threeFormsAreReadInAnyCase(String text, Instant instant) {
    assertEquals(instant, HttpDate.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"00, 2000", "26, 2026", "69, 2069", "70, 1970", "94, 1994", "99, 1999"})
  void yearOfTwoDigitsIsNeverMoreThanFiftyYearsAhead(String digits, int year) {
    Instant date = HttpDate.parse("Thursday, 01-Jan-" + digits + " 00:00:00 GMT");
    assertNotNull(date);
    assertEquals(year, date.atOffset(ZoneOffset.UTC).getYear());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "now",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun, 06  Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08.49.37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 AEST",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        " Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Wed, 30 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nix 1994 08:49:37 GMT",
        "Xyz, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sunda, 06-Nov-94 08:49:37 GMT",
        "Someday, 06-Nov-94 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  0 08:49:37 1994",
        "Sun, ٠٦ Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z"
      })
  void everyOtherSpellingIsNoDate(String text) {
    assertNull(HttpDate.parse(text));
  }

  @Test
  void absentFieldIsNoDate() {
    assertNull(HttpDate.parse(null));
  }

  @Property
  void whatIsWrittenIsReadBackInEveryForm(
      @ForAll @LongRange(min = 0, max = 253_402_300_799L) long second) {
    Instant instant = Instant.ofEpochSecond(second);
    assertEquals(instant, HttpDate.parse(HttpDate.format(instant)));
    assertEquals(instant, HttpDate.parse(written(instant, "EEE MMM ppd HH:mm:ss yyyy")));
  }

  @Property
  void longFormIsReadBackForAsLongAsItsYearIsClear(
      @ForAll @LongRange(min = 0, max = 3_155_759_999L) long second) {
    Instant instant = Instant.ofEpochSecond(second);
    assertEquals(instant, HttpDate.parse(written(instant, "EEEE, dd-MMM-yy HH:mm:ss 'GMT'")));
  }

  @Property
  void noTextBreaksIt(@ForAll String text) {
    Instant instant = HttpDate.parse(text);
    assertEquals(instant, HttpDate.parse(instant == null ? null : HttpDate.format(instant)));
  }

  private static String written(Instant instant, String form) {
    return DateTimeFormatter.ofPattern(form, Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(instant);
  }
}
