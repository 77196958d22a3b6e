package dev.larder.rules;

import static dev.larder.rules.Given.date;
import static dev.larder.rules.Given.get;
import static dev.larder.rules.Given.ok;
import static dev.larder.rules.Given.request;
import static dev.larder.rules.Given.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ByteRange;
import dev.larder.http.EntityTag;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
  private static final Ranges WHOLE = new Ranges.Whole();
  private static final EntityTag TAG = EntityTag.strong("a");
  private static final StoredHead HEAD = ok("Last-Modified", date(-60));

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=2-5, 2, 5",
    "BYTES=2-5, 2, 5",
    "'bytes= 2-5 ', 2, 5",
    "bytes=002-05, 2, 5",
    "bytes=2-, 2, 9",
    "bytes=9-, 9, 9",
    "bytes=2-1000, 2, 9",
    "bytes=2-99999999999999999999, 2, 9",
    "bytes=-1, 9, 9",
    "bytes=-10, 0, 9",
    "bytes=-1000, 0, 9",
    "bytes=-99999999999999999999, 0, 9"
  })
  void oneRangeIsChosen(String range, long first, long last) {
    assertEquals(part(first, last), choose(get("Range", range), 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=99999999999999999999-", "bytes=-0"})
  void rangeBeyondTheEndIsUnsatisfiable(String range) {
    assertEquals(new Ranges.Unsatisfiable(), choose(get("Range", range), 10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=5",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=0-x",
        "bytes=0--1",
        "bytes=+0-1",
        "bytes=0 - 1",
        "bytes=0.5-1",
        "bytes 0-1",
        "lines=0-1",
        "bytes=0-1,3-4",
        "bytes=0-1,",
        "bytes=٠-١"
      })
  void invalidForeignAndSeveralRangesAreIgnored(String range) {
    assertEquals(WHOLE, choose(get("Range", range), 10));
  }

  @Test
  void severalLinesAreSeveralRanges() {
    assertEquals(WHOLE, choose(get("Range", "bytes=0-1", "Range", "bytes=3-4"), 10));
  }

  @Test
  void emptyRepresentationHasNoParts() {
    assertEquals(new Ranges.Unsatisfiable(), choose(get("Range", "bytes=0-"), 0));
    assertEquals(WHOLE, choose(get("Range", "bytes=-5"), 0));
  }

  @Test
  void onlyGetAndOnlyASuccessHaveParts() {
    assertEquals(WHOLE, choose(get(), 10));
    assertEquals(WHOLE, choose(request("HEAD", "Range", "bytes=0-1"), 10));
    assertEquals(
        WHOLE, Ranges.choose(get("Range", "bytes=0-1"), 10, TAG, stored(404, "ETag", "\"a\"")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"\"a\", true", "W/\"a\", false", "\"b\", false", "a, false", "*, false"})
  void ifRangeHoldsByTheStrongTag(String condition, boolean holds) {
    assertEquals(
        holds ? part(0, 1) : WHOLE, choose(get("Range", "bytes=0-1", "If-Range", condition), 10));
  }

  @Test
  void ifRangeNeverHoldsByAWeakTagOrWithoutOne() {
    Request request = get("Range", "bytes=0-1", "If-Range", "\"a\"");
    assertEquals(WHOLE, Ranges.choose(request, 10, new EntityTag(true, "a"), HEAD));
    assertEquals(WHOLE, Ranges.choose(request, 10, null, HEAD));
  }

  @Test
  void ifRangeHoldsByTheExactDate() {
    assertEquals(part(0, 1), choose(get("Range", "bytes=0-1", "If-Range", date(-60)), 10));
    assertEquals(WHOLE, choose(get("Range", "bytes=0-1", "If-Range", date(-59)), 10));
    assertEquals(WHOLE, choose(get("Range", "bytes=0-1", "If-Range", date(-61)), 10));
  }

  @Test
  void dateOfTheSecondInWhichItWasSentIsTooWeak() {
    Request request = get("Range", "bytes=0-1", "If-Range", date(0));
    assertEquals(WHOLE, Ranges.choose(request, 10, TAG, ok("Last-Modified", date(0))));
    assertEquals(WHOLE, Ranges.choose(request, 10, TAG, ok()));
  }

  @Test
  void unsatisfiableRangeUnderABrokenConditionIsTheWhole() {
    assertEquals(WHOLE, choose(get("Range", "bytes=10-", "If-Range", "\"b\""), 10));
  }

  @Property
  void chosenPartLiesInside(
      @ForAll @LongRange(min = 0) long length,
      @ForAll @LongRange(min = 0) long first,
      @ForAll @LongRange(min = 0) long last) {
    for (String spec : new String[] {first + "-" + last, first + "-", "-" + last}) {
      assertInside(choose(get("Range", "bytes=" + spec), length), length);
    }
  }

  @Property
  void noTextBreaksIt(
      @ForAll @StringLength(max = 12) String spec,
      @ForAll @LongRange(min = 0, max = 99) long length) {
    assertInside(choose(get("Range", "bytes=" + spec), length), length);
  }

  private static void assertInside(Ranges ranges, long length) {
    if (ranges instanceof Ranges.Part(ByteRange(long first, long last))) {
      assertTrue(first >= 0 && first <= last && last < length);
    }
  }

  private static Ranges part(long first, long last) {
    return new Ranges.Part(new ByteRange(first, last));
  }

  private static Ranges choose(Request request, long length) {
    return Ranges.choose(request, length, TAG, HEAD);
  }
}
