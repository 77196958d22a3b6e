package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br, zstd     | true  | true",
        "GZIP, Br                    | true  | true",
        "gzip                        | true  | false",
        "x-gzip                      | true  | false",
        "br                          | false | true",
        "*                           | true  | true",
        "identity                    | false | false",
        "''                          | false | false",
        "gzip;q=0                    | false | false",
        "gzip;q=0.000, br;q=0.001    | false | true",
        "gzip; q=0.5 , br ; Q=1.000  | true  | true",
        "*;q=0                       | false | false",
        "*;q=0, gzip                 | true  | false",
        "gzip;q=0, *                 | false | true",
        "x-gzip;q=0, *               | false | true",
        "*, br;q=0                   | true  | false",
        "gzip;q=1.                   | true  | false",
        "gzip;q=0.                   | false | false",
        "gzip;q=1.1                  | false | false",
        "gzip;q=2                    | false | false",
        "gzip;q=0.1234               | false | false",
        "gzip;q=-1                   | false | false",
        "gzip;q=                     | false | false",
        "gzip;q=a                    | false | false",
        "gzip;q=05                   | false | false",
        "gzip;level=9                | false | false",
        "gzipped, brotli, gz         | false | false",
        "gzip br                     | false | false",
        ",, br ,                     | false | true"
      })
  void codingsAreAcceptedAsTheListSays(String list, boolean gzip, boolean brotli) {
    assertEquals(new Negotiation(gzip, brotli, false), accepting(list));
  }

  @Test
  void dictionariesHaveToBeNamed() {
    assertEquals(new Negotiation(true, true, true), accepting("gzip, br, dcb"));
    assertEquals(new Negotiation(true, true, false), accepting("*"));
    assertEquals(new Negotiation(false, true, false), accepting("br, dcb;q=0"));
    assertTrue(accepting("dcb").accepts(ContentCoding.DICTIONARY));
  }

  @Test
  void severalLinesAreOneList() {
    assertEquals(
        new Negotiation(true, true, false),
        Negotiation.of(Fields.of("Accept-Encoding", "gzip", "accept-encoding", "br")));
  }

  @Test
  void whoeverAsksForNothingGetsIdentity() {
    Negotiation none = Negotiation.of(Fields.EMPTY);
    assertEquals(ContentCoding.IDENTITY, none.best());
    assertTrue(none.accepts(ContentCoding.IDENTITY));
  }

  @ParameterizedTest
  @CsvSource({"'gzip, br', BROTLI", "'br;q=0.1, gzip', BROTLI", "gzip, GZIP", "deflate, IDENTITY"})
  void bestIsTheSmallestOfThoseAccepted(String list, ContentCoding best) {
    assertEquals(best, accepting(list).best());
  }

  @Property
  void weightCountsUnlessItIsZero(@ForAll @IntRange(max = 1000) int thousandths) {
    String weight = thousandths == 1000 ? "1.000" : String.format("0.%03d", thousandths);
    assertEquals(
        new Negotiation(thousandths > 0, false, false), accepting("gzip;q=" + weight + ", *;q=0"));
  }

  @Property
  void noTextBreaksItAndTheBestIsAccepted(@ForAll String list) {
    Negotiation negotiation = accepting(list);
    assertTrue(negotiation.accepts(negotiation.best()));
  }

  private static Negotiation accepting(String list) {
    return Negotiation.of(Fields.of("Accept-Encoding", list));
  }
}
