package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directives meant for this kind of cache alone (RFC 9213 §2). */
class TargetedControlTest {

  private static String read(String name, String field) {
    return String.valueOf(TargetedControl.of(Fields.of(name, field)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "max-age=60                              | max-age=60",
        "  max-age=60  ,\tprivate                | max-age=60, private",
        "max-age=999999999999999                 | max-age=999999999999999",
        "max-age=-5                              | max-age=0",
        "no-store;a;b=1;c=\"x\", max-age=1       | no-store, max-age=1",
        "no-store=?1, private=?0                 | no-store",
        "private=\"set-cookie, x\"               | private",
        "no-cache=\"a\\\"b\\\\c\"                | no-cache",
        "max-age=10, max-age=60                  | max-age=60",
        "foobar, max-age=60                      | foobar, max-age=60",
        "max-age=60, a=tok/en:*, b=1.5, c=@-7    | max-age=60",
        "max-age=60, a=(1 \"b\" c;d), b=()       | max-age=60",
        "max-age=60, a=:YQ==:, b=%\"%c3%a9\"     | max-age=60",
        "*a.b_c-d=1, max-age=60                  | *a.b_c-d=1, max-age=60"
      })
  void wellFormedDirectivesDecide(String field, String directives) {
    assertEquals(CacheControl.parse(directives), TargetedControl.of(fields(field)));
  }

  private static Fields fields(String field) {
    return Fields.of("Cache-Control", "max-age=1", "CDN-Cache-Control", field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        ",",
        "max-age=60,",
        ",max-age=60",
        "max-age=60,,private",
        "max-age=60 private",
        "max-age =60",
        "max-age= 60",
        "Max-Age=60",
        "max-age=60, &&&&&",
        "max-age=60;",
        "max-age=60;=",
        "max-age=60, a=",
        "max-age=60, a=\"x",
        "max-age=60, a=\"\\x\"",
        "max-age=60, a=\"\u00e9\"",
        "max-age=60, a=(1",
        "max-age=60, a=(1,2)",
        "max-age=60, a=(1\"b\")",
        "max-age=60, a=?2",
        "max-age=60, a=:*:",
        "max-age=60, a=@1.5",
        "max-age=60, a=%\"%C3\"",
        "max-age=60, a=1.2345",
        "max-age=60, a=1.",
        "max-age=60, a=-",
        "max-age=1234567890123456",
        "max-age=60, 1a"
      })
  void malformedFieldCountsAsAbsent(String field) {
    assertNull(TargetedControl.of(fields(field)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age",
        "max-age=?1",
        "max-age=\"60\"",
        "max-age=60.0",
        "max-age=sixty",
        "max-age=(60)",
        "s-maxage=\"60\"",
        "stale-while-revalidate",
        "no-store=1",
        "must-revalidate=\"x\"",
        "private=1",
        "no-cache=x",
        "max-age=60, immutable=1"
      })
  void valueOfTheWrongTypeSpoilsTheField(String field) {
    assertNull(TargetedControl.of(fields(field)));
  }

  @Test
  void linesOfAFieldAreOneDictionary() {
    Fields fields = Fields.of("CDN-Cache-Control", "max-age=60", "CDN-Cache-Control", "private");
    assertEquals("max-age=60, private", String.valueOf(TargetedControl.of(fields)));
  }

  @Test
  void surrogateControlCountsForWhatItSaysOfKeeping() {
    assertEquals("max-age=60", read("Surrogate-Control", "max-age=60"));
    assertEquals("no-store", read("Surrogate-Control", "no-store"));
    assertEquals("null", read("Surrogate-Control", "content=\"ESI/1.0\""));
    Fields both = Fields.of("Surrogate-Control", "max-age=60", "CDN-Cache-Control", "max-age=5");
    assertEquals("max-age=5", String.valueOf(TargetedControl.of(both)));
    Fields spoilt = Fields.of("Surrogate-Control", "max-age=60", "CDN-Cache-Control", "&");
    assertEquals("max-age=60", String.valueOf(TargetedControl.of(spoilt)));
  }

  @Test
  void cacheControlAloneIsNotTargeted() {
    assertNull(TargetedControl.of(Fields.of("Cache-Control", "max-age=60")));
  }

  @Property
  void anyTextIsReadWithoutAFault(@ForAll String text) {
    CacheControl directives = TargetedControl.of(Fields.of("CDN-Cache-Control", text));
    if (directives != null) {
      directives.seconds("max-age").ifPresent(seconds -> assertEquals(Math.abs(seconds), seconds));
    }
  }
}
