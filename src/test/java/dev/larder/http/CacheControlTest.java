package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=3600                        | 3600",
        "MAX-AGE=3600                        | 3600",
        "max-age=003600                      | 3600",
        "max-age=\"3600\"                    | 3600",
        "public,max-age=60,immutable         | 60",
        "a=\"max-age=1, b\", max-age=60      | 60",
        "max-age=60, a=\"max-age=1\"         | 60",
        "a=\"x\\\", max-age=1\", max-age=60  | 60",
        "max-age=2147483648                  | 2147483647",
        "max-age=99999999999999999999999     | 2147483647",
        "max-age=60, max-age=10              | 10",
        "max-age=10, max-age=60              | 10",
        "max-age=60, max-age=junk            | 0"
      })
  void lifetimesAreRead(String list, long seconds) {
    assertEquals(OptionalLong.of(seconds), CacheControl.parse(list).seconds("max-age"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age",
        "max-age=",
        "max-age=\"\"",
        "max-age='3600'",
        "max-age=3600.0",
        "max-age=3600a",
        "max-age=a3600",
        "max-age=-1",
        "max-age=+1",
        "max-age= 3600",
        "max-age =3600",
        "max-age = 3600",
        "max-age=3600;x",
        "max-age=\"3600",
        "max-age=36 00",
        "max-age=٣"
      })
  void lifetimeThatCannotBeReadCountsAsNone(String list) {
    assertEquals(OptionalLong.of(0), CacheControl.parse(list).seconds("max-age"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s-maxage=1",
        "a=\"max-age=1\"",
        "xmax-age=1",
        "max-age-x=1",
        "\"max-age=1\"",
        ",,"
      })
  void absentLifetimeIsAbsent(String list) {
    assertEquals(OptionalLong.empty(), CacheControl.parse(list).seconds("max-age"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-store",
        "No-Store",
        " , no-store ,",
        "max-age=1,no-store",
        "no-store=\"x\"",
        "a=\"b, c\", no-store",
        "a=\"never closed, no-store",
        "a=\"b\", c=\"never closed, no-store, max-age=1",
        "a=\"escaped \\\", no-store"
      })
  void directiveIsFound(String list) {
    assertTrue(CacheControl.parse(list).has("no-store"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=\"no-store\"", "a=\"b, no-store\"", "no-stores", "a=no-store"})
  void directiveIsNotSeenWhereThereIsNone(String list) {
    assertFalse(CacheControl.parse(list).has("no-store"));
  }

  @Test
  void severalLinesAreOneList() {
    CacheControl control =
        CacheControl.of(Fields.of("Cache-Control", "max-age=60", "cache-control", "no-cache"));
    assertTrue(control.has("no-cache"));
    assertEquals(OptionalLong.of(60), control.seconds("max-age"));
  }

  @Test
  void absentAndEmptyFieldsAreToldApart() {
    assertSame(CacheControl.EMPTY, CacheControl.of(Fields.of("Age", "1")));
    assertFalse(CacheControl.EMPTY.isPresent());
    assertTrue(CacheControl.of(Fields.of("Cache-Control", "")).isPresent());
  }

  @Test
  void argumentsAreUnquoted() {
    CacheControl control = CacheControl.parse("private=\"set-cookie, a\\\"b\", max-stale, x=y");
    assertEquals("set-cookie, a\"b", control.argument("private"));
    assertEquals("y", control.argument("x"));
    assertNull(control.argument("max-stale"));
    assertNull(control.argument("absent"));
  }

  @Test
  void othersLeaveAsTheyWereWritten() {
    CacheControl control = CacheControl.parse("public, Max-Age=1, x=\"a, b\", must-revalidate");
    assertEquals(
        List.of("x=\"a, b\"", "must-revalidate"), control.others(Set.of("public", "max-age")));
  }

  @Test
  void sameDirectivesAreEqual() {
    assertEquals(CacheControl.parse("a, b=1"), CacheControl.parse("A,B=\"1\""));
    assertEquals(
        CacheControl.parse("a, b=1").hashCode(), CacheControl.parse("A,B=\"1\"").hashCode());
  }

  @Property
  void everyNumberOfSecondsIsReadAndNeverMoreThanTheLongest(
      @ForAll @LongRange(min = 0) long seconds) {
    assertEquals(
        OptionalLong.of(Math.min(seconds, CacheControl.MAX_SECONDS)),
        CacheControl.parse("max-age=" + seconds).seconds("max-age"));
  }

  @Property
  void noTextBreaksItAndWhatItWritesMeansTheSame(@ForAll String list) {
    CacheControl once = CacheControl.parse(list);
    CacheControl twice = CacheControl.parse(once.toString());
    assertEquals(once.seconds("max-age"), twice.seconds("max-age"));
    assertEquals(once.has("no-store"), twice.has("no-store"));
  }

  @Property
  void noStoreAtTheEndIsSeenUnlessAStringHoldsIt(@ForAll String before) {
    String text = before.replace("\"", "").replace("\\", "");
    assertTrue(CacheControl.parse(text + ", no-store").has("no-store"));
    assertTrue(CacheControl.parse(text + "\", no-store").has("no-store"));
  }
}
