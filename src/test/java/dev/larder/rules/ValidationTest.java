package dev.larder.rules;

import static dev.larder.rules.Given.FAITHFUL;
import static dev.larder.rules.Given.after;
import static dev.larder.rules.Given.bare;
import static dev.larder.rules.Given.date;
import static dev.larder.rules.Given.get;
import static dev.larder.rules.Given.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {

  @Test
  void conditionsCarryTheValidatorsAsTheyCame() {
    assertEquals(
        Fields.of("If-None-Match", "W/\"x\"", "If-Modified-Since", date(-60)),
        Validation.conditions(ok("ETag", "W/\"x\"", "Last-Modified", date(-60))));
    assertEquals(Fields.EMPTY, Validation.conditions(ok()));
    assertTrue(Validation.hasValidator(Fields.of("etag", "\"x\"")));
    assertTrue(Validation.hasValidator(Fields.of("last-modified", date(0))));
    assertFalse(Validation.hasValidator(Fields.of("Date", date(0))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"x\", \"x\", true",
        "W/\"x\", \"x\", true",
        "\"x\", W/\"x\", true",
        "\"y\", \"x\", false",
        "W/\"y\", W/\"x\", false"
      })
  void notModifiedSpeaksOfWhatHasItsTag(String answered, String kept, boolean same) {
    ResponseHead answer = new ResponseHead(304, Fields.of("ETag", answered));
    assertEquals(same, Validation.speaksOf(answer, ok("ETag", kept)));
  }

  @Test
  void notModifiedWithoutTagSpeaksOfWhatWasAskedAfter() {
    assertTrue(Validation.speaksOf(new ResponseHead(304, Fields.EMPTY), ok("ETag", "\"x\"")));
    assertTrue(Validation.speaksOf(new ResponseHead(304, Fields.of("ETag", "\"x\"")), ok()));
  }

  @Test
  void newFieldsReplaceStoredOnesAndOthersStay() {
    StoredHead stored =
        ok("X-Old", "1", "x-both", "1", "X-Both", "2", "Cache-Control", "max-age=1", "Age", "9");
    Fields update =
        Fields.of("Date", date(100), "X-Both", "3", "X-New", "4", "Cache-Control", "max-age=50");
    StoredHead fresh = Validation.freshen(stored, update, after(100), after(101));
    assertEquals(
        Fields.of(
            "X-Old",
            "1",
            "Date",
            date(100),
            "X-Both",
            "3",
            "X-New",
            "4",
            "Cache-Control",
            "max-age=50"),
        fresh.fields());
    assertEquals(200, fresh.status());
    assertEquals(after(100), fresh.requestTime());
    assertEquals(after(101), fresh.responseTime());
    assertEquals(50, Freshness.lifetime(fresh, FAITHFUL).seconds());
  }

  @Test
  void whatTellsOfTheContentIsNeverReplaced() {
    StoredHead stored = ok("Content-Encoding", "gzip", "Content-Type", "text/css");
    Fields update =
        Fields.of(
            "Date",
            date(100),
            "Content-Length",
            "0",
            "content-encoding",
            "br",
            "Content-Range",
            "bytes 0-0/1",
            "Transfer-Encoding",
            "chunked");
    assertEquals(
        Fields.of("Content-Encoding", "gzip", "Content-Type", "text/css", "Date", date(100)),
        Validation.freshen(stored, update, after(100), after(100)).fields());
  }

  @Test
  void whatWasSelectedByAndItsDigestStay() {
    StoredHead stored =
        StoredHead.of(
            ok().response(), after(0), after(0), Fields.of("Accept-Language", "de"), "digest");
    StoredHead fresh = Validation.freshen(stored, Fields.EMPTY, after(100), after(100));
    assertEquals(Fields.of("Accept-Language", "de"), fresh.nominated());
    assertEquals("digest", fresh.digest());
  }

  @Test
  void ageCountsFromTheNewAnswerEvenIfThatHasNoDate() {
    StoredHead stored = bare(200, "Date", date(-5), "Age", "40", "Cache-Control", "max-age=60");
    StoredHead fresh = Validation.freshen(stored, Fields.EMPTY, after(1000), after(1000));
    assertEquals(date(1000), fresh.fields().first("Date"));
    assertEquals(3, Freshness.currentAge(fresh, after(1003)));
    assertEquals(new Reuse.Fresh(57), Reuse.decide(fresh, false, get(), FAITHFUL, after(1003)));
  }

  @Test
  void ageOfTheNewAnswerCounts() {
    StoredHead fresh =
        Validation.freshen(
            ok("Age", "40"), Fields.of("Date", date(90), "Age", "7"), after(100), after(100));
    assertEquals(10, Freshness.currentAge(fresh, after(100)));
  }
}
