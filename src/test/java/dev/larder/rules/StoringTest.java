package dev.larder.rules;

import static dev.larder.rules.Given.ASSETS;
import static dev.larder.rules.Given.FAITHFUL;
import static dev.larder.rules.Given.controlled;
import static dev.larder.rules.Given.date;
import static dev.larder.rules.Given.get;
import static dev.larder.rules.Given.ok;
import static dev.larder.rules.Given.request;
import static dev.larder.rules.Given.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.larder.http.StoredHead;
import dev.larder.rules.Storing.Verdict;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoringTest {

  @ParameterizedTest
  @CsvSource({
    "GET, STORE",
    "HEAD, STORE",
    "POST, METHOD",
    "PUT, METHOD",
    "OPTIONS, METHOD",
    "get, METHOD"
  })
  void answersToGetAreStored(String method, Verdict verdict) {
    assertEquals(verdict, Storing.judge(request(method), controlled("max-age=1"), FAITHFUL));
  }

  @ParameterizedTest
  @CsvSource({
    "200, STORE",
    "201, STORE",
    "302, STORE",
    "404, STORE",
    "500, STORE",
    "599, STORE",
    "999, STORE",
    "103, STATUS",
    "304, STATUS",
    "206, PARTIAL"
  })
  void everyFinalStatusWithALifetimeIsStored(int status, Verdict verdict) {
    assertEquals(
        verdict, Storing.judge(get(), stored(status, "Cache-Control", "max-age=1"), FAITHFUL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-store, max-age=60                        | NO_STORE",
        "private, max-age=60                         | PRIVATE",
        "private=\"set-cookie\", max-age=60          | PRIVATE",
        "must-understand, max-age=60                 | STORE",
        "must-understand, no-store, max-age=60       | STORE",
        "must-understand, private, max-age=60        | PRIVATE",
        "no-cache, max-age=60                        | NO_VALIDATOR",
        "must-revalidate, max-age=60                 | STORE",
        "x=\"no-store, private\", max-age=60         | STORE",
        "max-age=0                                   | STORE"
      })
  void directivesOfTheResponseDecide(String control, Verdict verdict) {
    assertEquals(verdict, Storing.judge(get(), controlled(control), FAITHFUL));
    assertEquals(verdict, Storing.judge(get(), controlled(control), ASSETS));
  }

  @Test
  void mustUnderstandKeepsOutWhatIsNotUnderstood() {
    assertEquals(
        Verdict.NOT_UNDERSTOOD,
        Storing.judge(
            get(), stored(299, "Cache-Control", "must-understand, max-age=60"), FAITHFUL));
  }

  @Test
  void noStoreOfARequestIsObeyedOnBothKindsOfSite() {
    for (Terms terms : new Terms[] {ASSETS, FAITHFUL}) {
      assertEquals(
          Verdict.REQUEST_NO_STORE,
          Storing.judge(get("Cache-Control", "no-store"), controlled("max-age=60"), terms));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=60                    | AUTHORIZATION",
        "max-age=60, public            | STORE",
        "max-age=60, must-revalidate   | STORE",
        "s-maxage=60                   | STORE",
        "max-age=60, proxy-revalidate  | AUTHORIZATION"
      })
  void authorizedAnswersAreSharedOnlyWhereTheyAreSaidToBe(String control, Verdict verdict) {
    assertEquals(
        verdict, Storing.judge(get("Authorization", "Basic eDp5"), controlled(control), FAITHFUL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", " * ", "accept, *", ",*,"})
  void whatVariesByEverythingIsNotStored(String vary) {
    StoredHead head = ok("Cache-Control", "max-age=60", "Vary", "accept-language", "Vary", vary);
    assertEquals(Verdict.VARY_ANY, Storing.judge(get(), head, FAITHFUL));
  }

  @Test
  void withoutLifetimeAValidatorIsNeeded() {
    assertEquals(Verdict.NO_LIFETIME, Storing.judge(get(), ok(), FAITHFUL));
    assertEquals(Verdict.STORE, Storing.judge(get(), ok(), ASSETS));
    assertEquals(Verdict.STORE, Storing.judge(get(), ok("ETag", "\"x\""), FAITHFUL));
    assertEquals(Verdict.STORE, Storing.judge(get(), ok("Last-Modified", date(-10)), FAITHFUL));
    assertEquals(
        Verdict.STORE,
        Storing.judge(get(), ok("ETag", "\"x\"", "Cache-Control", "no-cache"), FAITHFUL));
  }

  @Test
  void statusThatNothingMayBeMadeUpForNeedsALifetimeOrPublic() {
    for (Terms terms : new Terms[] {ASSETS, FAITHFUL}) {
      assertEquals(Verdict.NO_LIFETIME, Storing.judge(get(), stored(302, "ETag", "\"x\""), terms));
      assertEquals(
          Verdict.NO_LIFETIME,
          Storing.judge(get(), stored(302, "ETag", "\"x\"", "Cache-Control", "no-cache"), terms));
      assertEquals(
          Verdict.STORE,
          Storing.judge(get(), stored(302, "ETag", "\"x\"", "Cache-Control", "public"), terms));
    }
  }

  @Test
  void everyVerdictHasWordsOfItsOwn() {
    Set<String> words =
        Arrays.stream(Verdict.values()).map(Verdict::words).collect(Collectors.toSet());
    assertEquals(Verdict.values().length, words.size());
  }
}
