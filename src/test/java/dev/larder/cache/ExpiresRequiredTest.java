package dev.larder.cache;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.3 and RFC 9110 §5.6.7. The tests begin on Sunday, 1 March 2026, at noon. */
class ExpiresRequiredTest extends Conversation {

  ExpiresRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§5.3 {0}")
  @ValueSource(
      strings = {
        "0",
        "-1",
        "never",
        "Mon, 02 Mar 26 12:00:00 GMT",
        "Mon 02 Mar 2026 12:00:00 GMT",
        "Mon,  02 Mar 2026 12:00:00 GMT",
        "Mon, 02  Mar 2026 12:00:00 GMT",
        "Mon, 02-Mar-2026 12:00:00 GMT",
        "Mon, 02 Mar 2026 12.00.00 GMT",
        "Mon, 02 Mar 2026 9:00:00 GMT",
        "Mon, 2 Mar 2026 12:00:00 GMT",
        "Mon, 02 Mar 2026 12:00:00",
        "Mon, 30 Feb 2026 12:00:00 GMT",
        "2026-03-02T12:00:00Z"
      })
  void invalidDateIsInThePast(String expires) {
    storedPage("Expires: " + expires).assertNotReused();
  }

  @ParameterizedTest(name = "RFC 9110 §5.6.7 form {0}")
  @ValueSource(ints = {0, 1, 2})
  void eachOfTheThreeFormsIsUnderstood(int form) {
    Page page = storedPage("Expires: " + dateInEachForm(60).get(form));
    page.assertReused();
    pass(60);
    page.assertNotReused();
    storedPage("Expires: " + dateInEachForm(-60).get(form)).assertNotReused();
  }

  /** RFC 9110 §5.6.7: two digits never mean more than 50 years ahead. */
  @ParameterizedTest(name = "RFC 9110 §5.6.7 {0}")
  @ValueSource(strings = {"Thursday, 01-Mar-90 12:00:00 GMT", "Monday, 01-Mar-99 12:00:00 GMT"})
  void yearsOfTwoDigitsMayBePast(String expires) {
    storedPage("Expires: " + expires).assertNotReused();
  }

  /** §4.2.1: both dates are of the origin's clock. */
  @ParameterizedTest(name = "§4.2.1 Date {0}, Expires {1}")
  @CsvSource({"0, 0", "0, -60", "3600, 3600", "3600, 1800", "-3600, -3600", "-3600, -1800"})
  void notAfterDateIsStale(long date, long expires) {
    storedPage("Date: " + date(date), "Expires: " + date(expires)).assertNotReused();
  }

  /** §5.3: where there is a max-age, Expires is to be ignored. */
  @ParameterizedTest(name = "§5.3 {0}")
  @ValueSource(strings = {"max-age=1", "s-maxage=1", "max-age=0"})
  void doesNotLengthenALifetime(String directives) {
    Page page = storedPage("Cache-Control: " + directives, "Expires: " + date(6000));
    pass(1);
    page.assertNotReused();
  }
}
