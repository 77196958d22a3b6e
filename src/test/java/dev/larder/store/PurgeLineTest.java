package dev.larder.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.CacheKey;
import dev.larder.store.Store.PurgeMode;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PurgeLineTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Property(tries = 300)
  void linesComeBackAsTheyWere(@ForAll String text, @ForAll long epoch, @ForAll PurgeMode mode) {
    String path = "/\\t\t\n\r\\" + text.replaceAll("\\p{Cs}", "");
    for (PurgeScope scope :
        List.of(
            new PurgeScope.Everything(),
            new PurgeScope.Prefix("site", "", path),
            new PurgeScope.Url(new CacheKey("site", "host", path, path)))) {
      PurgeLine line = new PurgeLine(epoch, TIME, mode, scope);
      String written = line.write();
      assertEquals(written.length() - 1, written.indexOf('\n'));
      assertEquals(line, PurgeLine.read(written.substring(0, written.length() - 1)));
    }
  }

  @Property(tries = 300)
  void anyOtherTextIsNoLine(@ForAll String text) {
    assertNull(PurgeLine.read(text));
  }
}
