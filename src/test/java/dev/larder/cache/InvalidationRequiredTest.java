package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §4.4: what may have changed the page ends what is stored of it. */
class InvalidationRequiredTest extends Conversation {
  private static final String CONTROL = "Cache-Control: max-age=60";

  InvalidationRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§4.4 {0} answered {1}")
  @CsvSource({
    "POST, 200",
    "POST, 201",
    "POST, 303",
    "PUT, 204",
    "DELETE, 204",
    "PATCH, 200",
    "SMASH, 200"
  })
  void successEndsWhatIsStored(String method, int status) {
    Page page = storedPage(CONTROL);
    page.answers(status);
    assertEquals(status, page.send(method).status());
    page.answers(CONTROL);
    assertEquals("turn 3", page.assertNotReused().text());
  }

  @Test
  void whatWasEndedStandsInForNothing() {
    Page page = storedPage(CONTROL);
    page.send("POST");
    page.hangsUp();
    assertEquals(502, page.ask().status());
  }

  @Test
  void everyVariantEnds() {
    Page page = page(CONTROL, "Vary: X-One");
    page.ask("X-One: 1");
    page.ask("X-One: 2");
    page.send("POST", "X-One: 1");
    page.assertNotReused("X-One: 1");
    page.assertNotReused("X-One: 2");
  }

  @ParameterizedTest(name = "§4.4 {0}")
  @ValueSource(strings = {"Location", "Content-Location"})
  void anotherOriginsUrlIsNoneOfItsBusiness(String field) {
    Page other = storedPage(CONTROL);
    page(field + ": http://elsewhere.test" + other.path()).send("POST");
    other.assertReused();
  }
}
