package dev.larder.rules;

import static dev.larder.rules.Given.ASSETS;
import static dev.larder.rules.Given.FAITHFUL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaryTest {

  @ParameterizedTest
  @ValueSource(strings = {"*", " * ", "accept, *", "*, accept", ",, *", "*,*"})
  void starAnywhereMatchesNothing(String vary) {
    assertTrue(Vary.matchesNothing(Fields.of("Vary", vary)));
    assertTrue(Vary.matchesNothing(Fields.of("Vary", "accept", "vary", vary)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "accept", "x*", ","})
  void withoutStarSomethingMatches(String vary) {
    assertFalse(Vary.matchesNothing(Fields.of("Vary", vary)));
  }

  @Test
  void nominationsAreInLowerCaseAndOrder() {
    Fields response = Fields.of("Vary", "X-B, ,accept-Language", "Vary", "x-a,X-b");
    assertEquals(List.of("accept-language", "x-a", "x-b"), Vary.nominations(response, FAITHFUL));
    assertEquals(List.of(), Vary.nominations(Fields.EMPTY, FAITHFUL));
  }

  @Test
  void siteOfAssetsDoesNotBelieveThatEveryBrowserNeedsItsOwn() {
    Fields response =
        Fields.of("Vary", "Accept-Encoding, User-Agent, Cookie, Origin, Referer, Accept");
    assertEquals(List.of("accept"), Vary.nominations(response, ASSETS));
    assertEquals(6, Vary.nominations(response, FAITHFUL).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "accept          | a/b, c/d       | a/b,c/d",
        "accept          | a/b, c/d       | `  a/b ,\tc/d  `",
        "accept          | a/b, c/d       | `a/b,, c/d,`",
        "user-agent      | a  b           | a b",
        "accept-language | de, en;q=0.5   | `DE,EN ; Q=0.5`"
      })
  void equalListsSelectTheSame(String name, String one, String other) {
    assertEquals(selector(name, one), selector(name, other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "accept     | a/b, c/d    | c/d, a/b",
        "accept     | a/b         | A/B",
        "accept     | ab          | a b",
        "accept     | a b         | `a,b`",
        "x          | \"a, b\"    | \"a,b\"",
        "x          | \"a  b\"    | \"a b\""
      })
  void differentListsSelectDifferently(String name, String one, String other) {
    assertNotEquals(selector(name, one), selector(name, other));
  }

  @Test
  void absentEqualsOnlyAbsent() {
    String absent = Vary.selector(List.of("accept"), Fields.of("Age", "1"));
    assertEquals(absent, Vary.selector(List.of("accept"), Fields.EMPTY));
    assertNotEquals(absent, selector("accept", ""));
    assertNotEquals(absent, selector("accept", "-"));
  }

  @Test
  void severalLinesAreOneList() {
    assertEquals(
        selector("accept", "a, b"),
        Vary.selector(List.of("accept"), Fields.of("Accept", "a", "ACCEPT", "b")));
  }

  @Test
  void nothingNominatedSelectsByNothing() {
    assertEquals("", Vary.selector(List.of(), Fields.of("Accept", "a")));
  }

  @Test
  void nominatedFieldsAreKeptAsTheyWereSent() {
    Fields request = Fields.of("Host", "h", "ACCEPT", "a", "Accept", "b", "Cookie", "c");
    assertEquals(
        Fields.of("ACCEPT", "a", "Accept", "b"), Vary.nominated(List.of("accept"), request));
  }

  @Property
  void selectorTellsApartWhichFieldHasWhichValue(
      @ForAll @Size(min = 2, max = 4) List<@AlphaChars @StringLength(max = 3) String> values,
      @ForAll @Size(min = 2, max = 4) List<@AlphaChars @StringLength(max = 3) String> others) {
    List<String> names = List.of("a", "b", "c", "d");
    boolean same = values.equals(others);
    assertEquals(
        same,
        Vary.selector(names, fields(names, values))
            .equals(Vary.selector(names, fields(names, others))));
  }

  private static Fields fields(List<String> names, List<String> values) {
    Fields.Builder fields = Fields.builder();
    for (int i = 0; i < values.size(); i++) {
      fields.add(names.get(i), values.get(i));
    }
    return fields.build();
  }

  private static String selector(String name, String value) {
    return Vary.selector(List.of(name), Fields.of(name, value));
  }
}
