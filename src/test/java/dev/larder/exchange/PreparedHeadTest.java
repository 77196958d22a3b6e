package dev.larder.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreparedHeadTest {

  private static ResponseHead head(String... fields) {
    return new ResponseHead(200, Fields.of(fields));
  }

  private static @Nullable PreparedHead prepared(String first, String later) {
    return PreparedHead.of("OK", head("X", first), head("X", later), 1);
  }

  private static String written(@Nullable PreparedHead head, long seconds) {
    assertNotNull(head);
    ByteBuffer into = ByteBuffer.allocate(head.longest());
    head.write(into, seconds);
    return new String(into.array(), 0, into.position(), StandardCharsets.ISO_8859_1);
  }

  @Property
  void numbersCountTheSecondsThatPass(
      @ForAll @LongRange(max = 3_000_000_000L) long age,
      @ForAll @LongRange(min = 2, max = 3_000_000_000L) long ttl,
      @ForAll @IntRange(max = 100_000) int seconds) {
    long passed = Math.min(seconds, ttl);
    PreparedHead head = PreparedHead.of("OK", fields(age, ttl), fields(age + 1, ttl - 1), 1);
    assertEquals(text(fields(age + passed, ttl - passed)), written(head, passed));
  }

  private static ResponseHead fields(long age, long ttl) {
    return head(
        "Date", "Sun, 06 Nov 1994 08:49:37 GMT",
        "Age", "" + age,
        "Cache-Control", "public, max-age=" + (age + 600) + ", immutable",
        "Cache-Status", "other; hit; ttl=7, larder; hit; ttl=" + ttl);
  }

  private static String text(ResponseHead head) {
    StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (Fields.Field field : head.fields()) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return text.toString();
  }

  @Test
  void whatDiffersOtherwiseIsNotPrepared() {
    assertNull(prepared("a", "b"));
    assertNull(prepared("1", "3"));
    assertNull(prepared("1 x", "2 y"));
    assertNull(prepared("-1", "-2"));
    assertNull(prepared("", "1"));
    assertNull(prepared("x1, x1", "x2, x2"));
    assertNull(PreparedHead.of("OK", head("A", "1"), head("B", "1"), 1));
    assertNull(PreparedHead.of("OK", head("A", "1"), head("A", "1", "B", "1"), 1));
  }

  @Test
  void whatIsTooLongIsNotPrepared() {
    assertNull(prepared("x".repeat(20_000), "x".repeat(20_000)));
  }
}
