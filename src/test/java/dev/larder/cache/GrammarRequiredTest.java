package dev.larder.cache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §5.2 and RFC 9110 §5.6: how Cache-Control is to be read. */
class GrammarRequiredTest extends Conversation {

  GrammarRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "RFC 9110 §5.6.4 {0}")
  @ValueSource(
      strings = {
        "x=\"max-age=6000\"",
        "x=\"a, max-age=6000\"",
        "x=\"a, max-age=6000, b\", max-age=1",
        "x=\"\\\", max-age=6000, y=\\\"\", max-age=1",
      })
  void whatStandsInAStringIsNoDirective(String directives) {
    Page page = storedPage("Cache-Control: " + directives);
    pass(2);
    page.assertNotReused();
  }

  @ParameterizedTest(name = "§5.2 {0}")
  @ValueSource(
      strings = {
        "NO-STORE, max-age=60",
        "No-Store",
        "max-age=60,no-store",
        "PRIVATE, max-age=60",
        "max-age=60, Private",
        ", ,no-store, max-age=60",
        "max-age=60,\tno-store",
        "x=\"\", no-store, max-age=60",
        "x=\"y, no-store, max-age=60"
      })
  void prohibitionCountsInAnySpelling(String directives) {
    storedPage("Cache-Control: " + directives).assertNotStored();
  }

  @ParameterizedTest(name = "RFC 9110 §5.3 {0}")
  @ValueSource(strings = {"no-store", "private"})
  void linesAreOneList(String prohibition) {
    storedPage("Cache-Control: max-age=60", "Cache-Control: " + prohibition).assertNotStored();
    storedPage("Cache-Control: " + prohibition, "cache-control: max-age=60").assertNotStored();
  }

  /** §1.2.2: delta-seconds are decimal, also with zeros before them. */
  @Test
  void leadingZerosDoNotCount() {
    Page page = storedPage("Cache-Control: max-age=0060");
    pass(59);
    page.assertReused();
    pass(1);
    page.assertNotReused();
  }
}
