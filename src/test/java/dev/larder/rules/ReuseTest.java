package dev.larder.rules;

import static dev.larder.rules.Given.ASSETS;
import static dev.larder.rules.Given.FAITHFUL;
import static dev.larder.rules.Given.after;
import static dev.larder.rules.Given.controlled;
import static dev.larder.rules.Given.get;
import static dev.larder.rules.Given.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.StoredHead;
import dev.larder.rules.Reuse.Fresh;
import dev.larder.rules.Reuse.MustValidate;
import dev.larder.rules.Reuse.StaleByRequest;
import dev.larder.rules.Reuse.StaleWhileRevalidate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseTest {
  private static final StoredHead MINUTE = controlled("max-age=60");

  @ParameterizedTest
  @CsvSource({"0, 60", "1, 59", "59, 1"})
  void freshUntilItsLifetimeIsOver(long seconds, long ttl) {
    assertEquals(new Fresh(ttl), faithful(MINUTE, seconds));
    assertEquals(new Fresh(ttl), assets(MINUTE, seconds));
  }

  @ParameterizedTest
  @CsvSource({"60, 0", "61, -1", "3660, -3600"})
  void staleFromThenOn(long seconds, long ttl) {
    assertEquals(new MustValidate(ttl, ForwardReason.STALE), faithful(MINUTE, seconds));
    assertEquals(new MustValidate(ttl, ForwardReason.STALE), assets(MINUTE, seconds));
  }

  @Test
  void noCacheIsValidatedEachTime() {
    StoredHead head = controlled("no-cache, max-age=60, stale-while-revalidate=60");
    assertEquals(new MustValidate(60, ForwardReason.STALE), faithful(head, 0));
    assertEquals(new MustValidate(60, ForwardReason.STALE), assets(head, 0));
  }

  @Test
  void mustRevalidateIsFreshUntilItIsStale() {
    StoredHead head = controlled("must-revalidate, max-age=60, stale-while-revalidate=60");
    assertEquals(new Fresh(60), faithful(head, 0));
    assertEquals(new MustValidate(-1, ForwardReason.STALE), faithful(head, 61));
    assertEquals(
        new MustValidate(-1, ForwardReason.STALE),
        faithful(head, 61, "Cache-Control", "max-stale"));
  }

  @Test
  void expiringPurgeDemandsValidationEvenInTheStaleWindow() {
    StoredHead head = controlled("max-age=60, stale-while-revalidate=60");
    assertEquals(
        new MustValidate(60, ForwardReason.STALE),
        Reuse.decide(head, true, get(), ASSETS, after(0)));
    assertEquals(
        new MustValidate(-1, ForwardReason.STALE),
        Reuse.decide(head, true, get(), ASSETS, after(61)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-cache            | 0   | false",
        "max-age=0           | 0   | false",
        "max-age=30          | 29  | true",
        "max-age=30          | 31  | false",
        "max-age=junk        | 29  | false",
        "min-fresh=30        | 30  | true",
        "min-fresh=30        | 31  | false",
        "max-stale           | 30  | true",
        "no-transform        | 30  | true",
        "x-unheard-of=1      | 30  | true"
      })
  void faithfulSiteHeedsWhatRequestsAsk(String control, long seconds, boolean fresh) {
    Reuse reuse = faithful(MINUTE, seconds, "Cache-Control", control);
    long ttl = 60 - seconds;
    assertEquals(fresh ? new Fresh(ttl) : new MustValidate(ttl, ForwardReason.REQUEST), reuse);
    assertEquals(new Fresh(ttl), assets(MINUTE, seconds, "Cache-Control", control));
  }

  @Test
  void pragmaSpeaksOnlyWhereCacheControlIsSilent() {
    assertInstanceOf(MustValidate.class, faithful(MINUTE, 0, "Pragma", "No-Cache"));
    assertInstanceOf(Fresh.class, faithful(MINUTE, 0, "Pragma", "other"));
    assertInstanceOf(
        Fresh.class, faithful(MINUTE, 0, "Pragma", "no-cache", "Cache-Control", "max-age=9"));
    assertInstanceOf(Fresh.class, assets(MINUTE, 0, "Pragma", "no-cache"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-stale                  | 1000 | true",
        "max-stale=30               | 90   | true",
        "max-stale=30               | 91   | false",
        "max-stale=junk             | 61   | false",
        "max-stale, max-stale=30    | 61   | false",
        "max-stale, no-cache        | 61   | false",
        "max-stale=30, max-age=80   | 70   | true",
        "max-stale=30, max-age=80   | 85   | false",
        "max-stale=30, min-fresh=1  | 70   | false"
      })
  void staleAnswersForWhoeverAcceptsThem(String control, long seconds, boolean accepted) {
    long ttl = 60 - seconds;
    assertEquals(
        accepted ? new StaleByRequest(ttl) : new MustValidate(ttl, ForwardReason.STALE),
        faithful(MINUTE, seconds, "Cache-Control", control));
    assertInstanceOf(MustValidate.class, assets(MINUTE, seconds, "Cache-Control", control));
  }

  @ParameterizedTest
  @CsvSource({"60, true", "89, true", "90, false", "1000, false"})
  void staleWhileRevalidateHoldsWithinItsWindow(long seconds, boolean within) {
    StoredHead head = controlled("max-age=60, stale-while-revalidate=30");
    Class<? extends Reuse> expected = within ? StaleWhileRevalidate.class : MustValidate.class;
    assertInstanceOf(expected, faithful(head, seconds));
    assertInstanceOf(expected, assets(head, seconds));
    assertEquals(60 - seconds, assets(head, seconds).ttl());
  }

  @Test
  void requestWithWishesOfItsOwnGetsNothingStaleUnasked() {
    StoredHead head = controlled("max-age=60, stale-while-revalidate=30");
    assertInstanceOf(MustValidate.class, faithful(head, 61, "Cache-Control", "max-age=100"));
    assertInstanceOf(MustValidate.class, faithful(head, 61, "Pragma", "no-cache"));
    assertInstanceOf(StaleWhileRevalidate.class, assets(head, 61, "Cache-Control", "no-cache"));
  }

  @Test
  void windowBesideASharedLifetimeWinsOnAssetsOnly() {
    StoredHead head = controlled("s-maxage=60, stale-while-revalidate=30");
    assertInstanceOf(StaleWhileRevalidate.class, assets(head, 61));
    assertInstanceOf(MustValidate.class, faithful(head, 61));
  }

  @ParameterizedTest
  @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "no-cache"})
  void nothingStandsInThatMustBeValidated(String directive) {
    StoredHead head = controlled("max-age=60, stale-if-error=600, " + directive);
    for (Reuse.Trouble trouble : Reuse.Trouble.values()) {
      assertFalse(Reuse.mayStandIn(head, ASSETS, after(61), trouble));
      assertFalse(Reuse.mayStandIn(head, FAITHFUL, after(61), trouble));
    }
  }

  @Test
  void windowForErrorsBoundsStandingIn() {
    StoredHead head = controlled("max-age=60, stale-if-error=30");
    for (Terms terms : new Terms[] {ASSETS, FAITHFUL}) {
      for (Reuse.Trouble trouble : Reuse.Trouble.values()) {
        assertTrue(Reuse.mayStandIn(head, terms, after(90), trouble));
        assertFalse(Reuse.mayStandIn(head, terms, after(91), trouble));
      }
    }
  }

  @Test
  void withoutAWindowAssetsStandInForATimeAndFaithfulOnlyForSilence() {
    long day = 86_400;
    for (Reuse.Trouble trouble : Reuse.Trouble.values()) {
      assertTrue(Reuse.mayStandIn(MINUTE, ASSETS, after(60 + day), trouble));
      assertFalse(Reuse.mayStandIn(MINUTE, ASSETS, after(61 + day), trouble));
    }
    assertTrue(Reuse.mayStandIn(MINUTE, FAITHFUL, after(600), Reuse.Trouble.NO_ANSWER));
    assertFalse(Reuse.mayStandIn(MINUTE, FAITHFUL, after(600), Reuse.Trouble.SERVER_ERROR));
  }

  @Test
  void sharedLifetimeForbidsStandingInUnlessAssetsAreGivenAWindow() {
    Reuse.Trouble trouble = Reuse.Trouble.NO_ANSWER;
    assertFalse(Reuse.mayStandIn(controlled("s-maxage=60"), ASSETS, after(61), trouble));
    assertFalse(Reuse.mayStandIn(controlled("s-maxage=60"), FAITHFUL, after(61), trouble));
    StoredHead window = controlled("s-maxage=60, stale-if-error=30");
    assertTrue(Reuse.mayStandIn(window, ASSETS, after(61), trouble));
    assertFalse(Reuse.mayStandIn(window, FAITHFUL, after(61), trouble));
  }

  @Test
  void withoutLifetimeItIsNeverFresh() {
    assertEquals(new MustValidate(0, ForwardReason.STALE), faithful(ok("ETag", "\"x\""), 0));
  }

  @Property
  void nothingOutOfItsLifetimeIsEverCalledFresh(
      @ForAll @IntRange(max = 1000) int lifetime,
      @ForAll @IntRange(max = 1000) int window,
      @ForAll @IntRange(max = 3000) int age,
      @ForAll boolean assets) {
    StoredHead head = controlled("max-age=" + lifetime + ", stale-while-revalidate=" + window);
    Reuse reuse = assets ? assets(head, age) : faithful(head, age);
    assertEquals(lifetime - age, reuse.ttl());
    assertEquals(age < lifetime, reuse instanceof Fresh);
    assertEquals(age >= lifetime && age - lifetime < window, reuse instanceof StaleWhileRevalidate);
  }

  private static Reuse faithful(StoredHead head, long seconds, String... request) {
    return Reuse.decide(head, false, get(request), FAITHFUL, after(seconds));
  }

  private static Reuse assets(StoredHead head, long seconds, String... request) {
    return Reuse.decide(head, false, get(request), ASSETS, after(seconds));
  }
}
