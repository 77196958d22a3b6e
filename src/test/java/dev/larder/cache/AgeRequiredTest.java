package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 §4 and §5.1: what is reused says how old it is. */
class AgeRequiredTest extends Conversation {

  AgeRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.2.3 Age {0}, {1} seconds later")
  @CsvSource({"0, 0", "0, 30", "10, 5", "100, 0"})
  void everyHitTellsItsAge(long age, long seconds) {
    Page page = storedPage("Cache-Control: max-age=600", "Age: " + age);
    pass(seconds);
    assertEquals(age + seconds, page.assertReused().age());
    pass(7);
    assertEquals(age + seconds + 7, page.assertReused().age());
  }

  /** RFC 9110 §6.6.1: Date tells when the message was made, and that was at the origin. */
  @Test
  void datesStayTheOrigins() {
    String date = date(-5);
    String expires = date(600);
    Page page = storedPage("Date: " + date, "Expires: " + expires);
    pass(30);
    Got got = page.assertReused();
    assertEquals(date, got.field("Date"));
    assertEquals(expires, got.field("Expires"));
    assertEquals(35, got.age());
  }

  /** §1.2.2: a number too large to be held counts as the largest. */
  @ParameterizedTest(name = "§1.2.2 Age {0}")
  @CsvSource({"2147483648", "4294967297", "18446744073709551617"})
  void enormousAgeIsOld(String age) {
    storedPage("Cache-Control: max-age=86400", "Age: " + age).assertNotReused();
  }
}
