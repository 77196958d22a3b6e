package dev.larder.rules;

import static dev.larder.rules.Given.ASSETS;
import static dev.larder.rules.Given.FAITHFUL;
import static dev.larder.rules.Given.RECEIVED;
import static dev.larder.rules.Given.after;
import static dev.larder.rules.Given.bare;
import static dev.larder.rules.Given.controlled;
import static dev.larder.rules.Given.date;
import static dev.larder.rules.Given.ok;
import static dev.larder.rules.Given.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheControl;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.rules.Freshness.Lifetime;
import dev.larder.rules.Freshness.Source;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

  @Test
  void sharedLifetimeBeatsTheCommonOneAndThatBeatsExpires() {
    String later = date(30);
    assertEquals(
        new Lifetime(10, Source.S_MAXAGE),
        lifetime(ok("Cache-Control", "max-age=20, s-maxage=10", "Expires", later)));
    assertEquals(
        new Lifetime(20, Source.MAX_AGE),
        lifetime(ok("Cache-Control", "max-age=20", "Expires", later)));
    assertEquals(
        new Lifetime(30, Source.EXPIRES),
        lifetime(ok("Cache-Control", "public", "Expires", later)));
  }

  @Test
  void unreadableLifetimeIsNoneAndHidesNothingBetterBehindIt() {
    assertEquals(
        new Lifetime(0, Source.S_MAXAGE), lifetime(controlled("s-maxage=soon, max-age=60")));
    assertEquals(
        new Lifetime(0, Source.MAX_AGE),
        lifetime(ok("Cache-Control", "max-age", "Expires", date(60))));
  }

  @Test
  void expiresCountsFromTheOriginsOwnClock() {
    assertEquals(
        new Lifetime(60, Source.EXPIRES),
        lifetime(bare(200, "Date", date(-7200), "Expires", date(-7140))));
    assertEquals(
        new Lifetime(0, Source.EXPIRES),
        lifetime(bare(200, "Date", date(7200), "Expires", date(7200))));
    assertEquals(
        new Lifetime(0, Source.EXPIRES),
        lifetime(bare(200, "Date", date(7200), "Expires", date(3600))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "soon", "Thursday, 01-Jan-70 00:00:00 GMT"})
  void invalidOrOldExpiresIsAlreadyStale(String expires) {
    assertEquals(new Lifetime(0, Source.EXPIRES), lifetime(ok("Expires", expires)));
  }

  @Test
  void repeatedExpiresIsAlreadyStale() {
    assertEquals(
        new Lifetime(0, Source.EXPIRES), lifetime(ok("Expires", date(60), "Expires", date(60))));
  }

  @Test
  void invalidDateDoesNotSpoilAGoodExpires() {
    assertEquals(
        new Lifetime(60, Source.EXPIRES),
        lifetime(bare(200, "Date", "today", "Expires", date(60))));
    assertEquals(new Lifetime(60, Source.EXPIRES), lifetime(bare(200, "Expires", date(60))));
  }

  @Test
  void farExpiresIsClamped() {
    assertEquals(
        new Lifetime(CacheControl.MAX_SECONDS, Source.EXPIRES),
        lifetime(ok("Expires", "Fri, 31 Dec 9999 23:59:59 GMT")));
  }

  @ParameterizedTest
  @CsvSource({
    "200, 86400, SITE",
    "301, 86400, SITE",
    "404, 10, SITE",
    "410, 10, SITE",
    "501, 10, SITE",
    "302, 0, NONE",
    "403, 0, NONE",
    "503, 0, NONE",
    "299, 0, NONE"
  })
  void siteOfAssetsGivesALifetimeAndErrorsAShortOne(int status, long seconds, Source source) {
    assertEquals(new Lifetime(seconds, source), Freshness.lifetime(stored(status), ASSETS));
  }

  @Test
  void errorsLiveNoLongerThanTheSiteAllows() {
    Terms brief =
        new Terms(true, false, Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO, List.of());
    assertEquals(new Lifetime(3, Source.SITE), Freshness.lifetime(stored(404), brief));
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', 100, HEURISTIC",
    "204, '', 100, HEURISTIC",
    "404, '', 100, HEURISTIC",
    "201, '', 0, NONE",
    "202, '', 0, NONE",
    "302, '', 0, NONE",
    "502, '', 0, NONE",
    "599, '', 0, NONE",
    "599, public, 100, HEURISTIC"
  })
  void faithfulSiteTakesAShareOfTheAge(int status, String control, long seconds, Source source) {
    StoredHead head = stored(status, "Cache-Control", control, "Last-Modified", date(-1000));
    assertEquals(new Lifetime(seconds, source), lifetime(head));
  }

  @Test
  void nothingIsMadeUpWithoutAUsableDateOfModification() {
    assertEquals(new Lifetime(0, Source.NONE), lifetime(ok()));
    assertEquals(new Lifetime(0, Source.NONE), lifetime(ok("Last-Modified", "yesterday")));
    assertEquals(new Lifetime(0, Source.HEURISTIC), lifetime(ok("Last-Modified", date(1000))));
  }

  @Test
  void onlyTheOriginsOwnLifetimesAreExplicit() {
    assertTrue(new Lifetime(0, Source.S_MAXAGE).explicit());
    assertTrue(new Lifetime(0, Source.MAX_AGE).explicit());
    assertTrue(new Lifetime(0, Source.EXPIRES).explicit());
    assertFalse(new Lifetime(1, Source.SITE).explicit());
    assertFalse(new Lifetime(1, Source.HEURISTIC).explicit());
    assertFalse(new Lifetime(1, Source.NONE).explicit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7                       | 7",
        "007                     | 7",
        "7, 9                    | 7",
        "''                      | 0",
        "-7                      | 0",
        "7.5                     | 0",
        "seven                   | 0",
        "2147483648              | 2147483647",
        "9999999999999999999999  | 2147483647"
      })
  void ageThatWasSpentElsewhereCounts(String age, long seconds) {
    assertEquals(seconds, Freshness.currentAge(ok("Age", age), RECEIVED));
  }

  @Test
  void firstLineOfAgeCounts() {
    assertEquals(7, Freshness.currentAge(ok("Age", "7", "Age", "9"), RECEIVED));
  }

  @Test
  void olderOfDateAndAgeCounts() {
    assertEquals(100, Freshness.currentAge(bare(200, "Date", date(-100), "Age", "7"), RECEIVED));
    assertEquals(200, Freshness.currentAge(bare(200, "Date", date(-100), "Age", "200"), RECEIVED));
    assertEquals(0, Freshness.currentAge(bare(200, "Date", date(100)), RECEIVED));
    assertEquals(0, Freshness.currentAge(bare(200, "Date", "today"), RECEIVED));
  }

  @Test
  void slowTransferAndTimeInTheStoreCount() {
    StoredHead slow =
        StoredHead.of(
            new ResponseHead(200, Fields.of("Date", Given.DATE, "Age", "7")),
            after(-5),
            RECEIVED,
            Fields.EMPTY,
            "");
    assertEquals(12, Freshness.currentAge(slow, RECEIVED));
    assertEquals(42, Freshness.currentAge(slow, after(30)));
    assertEquals(12, Freshness.currentAge(slow, after(-30)));
  }

  @Property
  void ageGrowsWithTheClockAndIsNeverNegative(
      @ForAll @IntRange(min = -100_000, max = 100_000) int dated,
      @ForAll @IntRange(max = 1_000_000) int age,
      @ForAll @IntRange(max = 1_000_000) int stay) {
    StoredHead head = bare(200, "Date", date(dated), "Age", Integer.toString(age));
    long atFirst = Freshness.currentAge(head, RECEIVED);
    assertTrue(atFirst >= age);
    assertEquals(atFirst + stay, Freshness.currentAge(head, after(stay)));
  }

  private static Lifetime lifetime(StoredHead head) {
    return Freshness.lifetime(head, FAITHFUL);
  }

  /** A release that has not reached every origin yet is over in a moment. */
  @ParameterizedTest
  @CsvSource({"404, 2", "500, 2", "503, 2", "200, 86400", "410, 10"})
  void troubleUnderAFingerprintedNameIsKeptForAMoment(int status, long seconds) {
    assertEquals(
        new Freshness.Lifetime(seconds, Freshness.Source.SITE),
        Freshness.lifetime(Given.stored(status), Given.FINGERPRINTED));
    boolean passing = seconds == 2;
    StoredHead named = Given.stored(status, "Cache-Control", "max-age=31536000");
    assertEquals(passing ? 2 : 31536000, Freshness.lifetime(named, Given.FINGERPRINTED).seconds());
    assertEquals(31536000, Freshness.lifetime(named, Given.ASSETS).seconds());
  }

  /** RFC 9213 §2.2. */
  @Test
  void directivesForThisKindOfCacheDecideAlone() {
    StoredHead targeted =
        Given.ok(
            "CDN-Cache-Control", "max-age=60",
            "Cache-Control", "max-age=5, s-maxage=7",
            "Expires", Given.date(3));
    assertEquals(
        new Freshness.Lifetime(60, Freshness.Source.MAX_AGE),
        Freshness.lifetime(targeted, Given.FAITHFUL));
    StoredHead silent = Given.ok("CDN-Cache-Control", "foo", "Expires", Given.date(3));
    assertEquals(Freshness.Source.NONE, Freshness.lifetime(silent, Given.FAITHFUL).source());
  }
}
