package dev.larder.rules;

import static dev.larder.rules.Given.get;
import static dev.larder.rules.Given.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DictionariesTest {
  private static final String HASH = ":pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4=:";
  private static final String DIGEST = "pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4";

  @Test
  void whoNamesCodingAndDictionaryOffersIt() {
    assertEquals(DIGEST, offered());
    assertEquals(DIGEST, offered("Cookie", "id=1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "::",
        "pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4=",
        ":pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4",
        ":pZGm1Av0:",
        ":pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2f**4=:",
        ":pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4=:, :pZGm:",
        "\"pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4=\""
      })
  void whatIsNoDigestOffersNothing(String available) {
    assertNull(
        Dictionaries.offered(
            get("Accept-Encoding", "br, dcb", "Available-Dictionary", available), "*"));
  }

  @Test
  void codingThatIsNotNamedIsNotOffered() {
    assertNull(
        Dictionaries.offered(get("Accept-Encoding", "*", "Available-Dictionary", HASH), "*"));
    assertNull(Dictionaries.offered(get("Accept-Encoding", "br, dcb"), "*"));
  }

  @Test
  void partsAndCredentialsGetNone() {
    assertNull(offered("Range", "bytes=0-9"));
    assertNull(offered("Authorization", "Basic eDp5"));
  }

  /** RFC 9842 §9.3.2. */
  @ParameterizedTest
  @CsvSource({
    "same-origin, no-cors,     ,                  '',                 true",
    "same-site,   cors,        https://www.test,  *,                  true",
    "same-site,   cors,        https://www.test,  https://www.test,   true",
    "same-site,   cors,        https://www.test,  https://other.test, false",
    "cross-site,  cors,        https://www.test,  '',                 false",
    "cross-site,  cors,        ,                  *,                  false",
    "cross-site,  navigate,    ,                  '',                 true",
    "same-site,   no-cors,     ,                  *,                  false",
    "cross-site,  websocket,   ,                  *,                  false",
    ",            no-cors,     ,                  '',                 true",
    "cross-site,  ,            ,                  '',                 true"
  })
  void pageMustBeAbleToReadTheAnswer(
      @Nullable String site,
      @Nullable String mode,
      @Nullable String origin,
      String allowed,
      boolean readable) {
    Fields.Builder fields = Fields.builder();
    add(fields, "Sec-Fetch-Site", site);
    add(fields, "Sec-Fetch-Mode", mode);
    add(fields, "Origin", origin);
    assertEquals(readable, Dictionaries.isReadable(fields.build(), allowed));
  }

  private static void add(Fields.Builder fields, String name, @Nullable String value) {
    if (value != null) {
      fields.add(name, value);
    }
  }

  @Test
  void onlyWhatIsForEverybodyServes() {
    Terms assets = Given.ASSETS;
    assertTrue(Dictionaries.isEligible(stored(200, "Cache-Control", "max-age=60"), assets, 2000));
    assertTrue(Dictionaries.isEligible(stored(200), assets, -1));
    assertFalse(Dictionaries.isEligible(stored(404), assets, 2000));
    assertFalse(Dictionaries.isEligible(stored(200), assets, 1023));
    assertFalse(Dictionaries.isEligible(stored(200), assets, (8 << 20) + 1));
    for (String directive : List.of("private", "no-store", "no-cache")) {
      assertFalse(Dictionaries.isEligible(stored(200, "Cache-Control", directive), assets, 2000));
    }
    assertFalse(Dictionaries.isEligible(stored(200, "Vary", "X-Tenant"), assets, 2000));
    assertFalse(Dictionaries.isEligible(stored(200), Given.FAITHFUL, 2000));
  }

  private static @Nullable String offered(String... more) {
    List<String> fields =
        new ArrayList<>(List.of("Accept-Encoding", "br, dcb", "Available-Dictionary", HASH));
    fields.addAll(List.of(more));
    return Dictionaries.offered(get(fields.toArray(String[]::new)), "*");
  }
}
