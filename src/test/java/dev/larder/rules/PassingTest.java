package dev.larder.rules;

import static dev.larder.rules.Given.ASSETS;
import static dev.larder.rules.Given.FAITHFUL;
import static dev.larder.rules.Given.after;
import static dev.larder.rules.Given.controlled;
import static dev.larder.rules.Given.ok;
import static dev.larder.rules.Given.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import dev.larder.rules.Passing.Presentation;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassingTest {
  private static final Presentation VARIANTS = new Presentation(true, false, "", FieldEdits.NONE);
  private static final Presentation CORS = new Presentation(false, false, "*", FieldEdits.NONE);

  @Test
  void faithfulSiteDropsNothingAndKeepsTheOrder() {
    StoredHead head =
        ok(
            "Set-Cookie",
            "a=b",
            "x-odd",
            "1",
            "Set-Cookie",
            "c=d",
            "Cache-Status",
            "upper; hit",
            "Access-Control-Allow-Origin",
            "https://a.example",
            "Pragma",
            "no-cache",
            "X-ODD",
            "2");
    Fields expected = head.fields().toBuilder().add("Age", "7").add("Via", "1.1 larder").build();
    assertEquals(expected, Passing.fields(head, FAITHFUL, Presentation.PLAIN, after(7)));
  }

  @Test
  void ageReplacesWhatCameAndViaIsContinued() {
    StoredHead head = ok("Via", "1.1 a", "Age", "3", "via", "2 b");
    Fields fields = faithful(head, 7);
    assertEquals(List.of("10"), fields.all("Age"));
    assertEquals(List.of("1.1 a, 2 b, 1.1 larder"), fields.all("Via"));
  }

  @Test
  void assetsNeverRepeatCookiesButKeepWhatCachesFurtherUpSaid() {
    Fields fields =
        assets(ok("Set-Cookie", "a=b", "set-cookie", "c=d", "Cache-Status", "upper; hit"), 7);
    assertFalse(fields.contains("Set-Cookie"));
    assertEquals("upper; hit", fields.first("Cache-Status"));
  }

  @Test
  void corsFieldsOfAssetsAreOurs() {
    StoredHead head =
        ok(
            "Access-Control-Allow-Origin",
            "https://a.example",
            "access-control-allow-credentials",
            "true",
            "Timing-Allow-Origin",
            "*");
    Fields fields = Passing.fields(head, ASSETS, CORS, after(0));
    assertEquals(List.of("*"), fields.all("Access-Control-Allow-Origin"));
    assertFalse(fields.contains("Access-Control-Allow-Credentials"));
    assertEquals("*", fields.first("Timing-Allow-Origin"));
    assertFalse(assets(head, 0).contains("Access-Control-Allow-Origin"));
  }

  @Test
  void fingerprintedAssetsLiveForever() {
    assertEquals("public, max-age=31536000, immutable", control(ok(), Given.FINGERPRINTED, 7));
    assertEquals(
        "public, max-age=31536000, immutable",
        control(controlled("must-revalidate"), Given.FINGERPRINTED, 7));
  }

  @Test
  void fingerprintedErrorsDoNot() {
    assertEquals(
        "public, max-age=9",
        control(stored(404, "Cache-Control", "max-age=9999, s-maxage=1"), Given.FINGERPRINTED, 7));
  }

  @ParameterizedTest
  @CsvSource({"200, 600", "301, 600", "404, 10", "410, 10"})
  void withoutLifetimeBrowsersKeepItForAWhileFromNow(int status, long seconds) {
    Fields fields = assets(stored(status, "Pragma", "no-cache"), 7);
    assertEquals(List.of("public, max-age=" + (7 + seconds)), fields.all("Cache-Control"));
    assertEquals("7", fields.first("Age"));
    assertFalse(fields.contains("Pragma"));
    assertFalse(fields.contains("Expires"));
  }

  @Test
  void otherDirectivesStayBesideTheLifetimeGiven() {
    assertEquals(
        "public, max-age=600, no-transform, stale-if-error=5",
        control(controlled("public, no-transform, stale-if-error=5"), ASSETS, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=0",
        "max-age=60",
        "Public, Max-Age=60",
        "s-maxage=60",
        "max-age=junk",
        "no-cache",
        "no-store",
        "private",
        "private, max-age=5",
        "no-store, must-understand"
      })
  void whatTheOriginSaidOfLifetimeAndSharingLeavesUnchanged(String control) {
    StoredHead head = controlled(control);
    assertEquals(control, control(head, ASSETS, 7));
    assertEquals(control, control(head, Given.FINGERPRINTED, 7));
  }

  @Test
  void expiresIsALifetimeOfTheOrigins() {
    Fields fields = assets(ok("Expires", "0", "Pragma", "no-cache"), 7);
    assertFalse(fields.contains("Cache-Control"));
    assertEquals("0", fields.first("Expires"));
    assertEquals("no-cache", fields.first("Pragma"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 403, 500, 502, 503})
  void noLifetimeIsGivenToWhatIsMeantForOnce(int status) {
    assertFalse(assets(stored(status), 7).contains("Cache-Control"));
    assertFalse(
        Passing.fields(stored(status), ASSETS, Presentation.PLAIN, after(7))
            .contains("Cache-Control"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Accept              | Accept, Accept-Encoding",
        "accept-encoding     | accept-encoding",
        "a, ACCEPT-ENCODING  | a, ACCEPT-ENCODING",
        "X-Accept-Encoding-X | X-Accept-Encoding-X, Accept-Encoding"
      })
  void variantsAreAnnouncedOnce(String vary, String expected) {
    Fields fields = Passing.fields(ok("Vary", vary), ASSETS, VARIANTS, after(0));
    assertEquals(List.of(expected), fields.all("Vary"));
  }

  @Test
  void varyIsAddedOnlyForVariants() {
    assertEquals("Accept-Encoding", Passing.fields(ok(), ASSETS, VARIANTS, after(0)).first("Vary"));
    assertFalse(assets(ok(), 0).contains("Vary"));
  }

  @Test
  void membersAreAppendedToWhatIsThere() {
    assertEquals("b", Passing.appended(Fields.EMPTY, "A", "b"));
    assertEquals("b", Passing.appended(Fields.of("A", " "), "A", "b"));
    assertEquals("x, y, b", Passing.appended(Fields.of("A", "x", "a", "y"), "A", "b"));
  }

  @Property
  void everyFieldOfAFaithfulAnswerLeavesAsItCame(
      @ForAll @Size(max = 8) List<@AlphaChars @StringLength(min = 4, max = 12) String> names,
      @ForAll @IntRange(max = 100_000) int age) {
    Fields.Builder came = Fields.builder().add("Date", Given.DATE);
    names.forEach(name -> came.add("X-" + name, "of " + name));
    StoredHead head = Given.withFields(200, came.build());
    Fields expected = came.add("Age", Integer.toString(age)).add("Via", "1.1 larder").build();
    assertEquals(expected, faithful(head, age));
  }

  private static Fields faithful(StoredHead head, long seconds) {
    return Passing.fields(head, FAITHFUL, Presentation.PLAIN, after(seconds));
  }

  private static Fields assets(StoredHead head, long seconds) {
    return Passing.fields(head, ASSETS, Presentation.PLAIN, after(seconds));
  }

  private static String control(StoredHead head, Terms terms, long seconds) {
    List<String> lines =
        Passing.fields(head, terms, Presentation.PLAIN, after(seconds)).all("Cache-Control");
    assertEquals(1, lines.size());
    return lines.getFirst();
  }

  @Test
  void lifetimeForThisNodeAloneLeavesBrowsersTheirOwn() {
    StoredHead head =
        Given.ok("CDN-Cache-Control", "max-age=3600", "Surrogate-Control", "content=x");
    Fields fields =
        Passing.fields(head, Given.ASSETS, Passing.Presentation.PLAIN, Given.after(100));
    assertEquals("public, max-age=700", fields.first("Cache-Control"));
    assertEquals("max-age=3600", fields.first("CDN-Cache-Control"));
    assertFalse(fields.contains("Surrogate-Control"));
    StoredHead other = Given.ok("CDN-Cache-Control", "foo", "Cache-Control", "max-age=5");
    assertEquals("max-age=5", assets(other, 100).first("Cache-Control"));
    StoredHead named =
        Given.ok("CDN-Cache-Control", "max-age=3600", "Cache-Control", "max-age=0, no-store");
    assertEquals(
        "max-age=0, no-store",
        Passing.fields(named, Given.ASSETS, Passing.Presentation.PLAIN, Given.after(0))
            .first("Cache-Control"));
  }
}
