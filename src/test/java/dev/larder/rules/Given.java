package dev.larder.rules;

import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of the rules start from: two kinds of site, one moment, requests and heads. */
final class Given {
  static final Terms ASSETS =
      new Terms(
          true,
          false,
          Duration.ofHours(24),
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          List.of());
  static final Terms FINGERPRINTED = ASSETS.ofFingerprinted();
  static final Terms FAITHFUL =
      new Terms(false, false, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of());

  /** When every stored head was asked for and received. */
  static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");

  static final String DATE = date(0);

  private Given() {}

  /** A date as a field has it, that many seconds after {@link #RECEIVED}. */
  static String date(long seconds) {
    return HttpDate.format(RECEIVED.plusSeconds(seconds));
  }

  static Instant after(long seconds) {
    return RECEIVED.plusSeconds(seconds);
  }

  static Request get(String... fields) {
    return request("GET", fields);
  }

  static Request request(String method, String... fields) {
    return new Request(
        method, "http", "h.example", "/a/b", "q=1", Fields.of(fields), "HTTP/1.1", "192.0.2.1");
  }

  /** A 200 with {@code Date}, received in the second it was sent. */
  static StoredHead ok(String... fields) {
    return stored(200, fields);
  }

  static StoredHead stored(int status, String... fields) {
    return bare(
        status,
        Stream.concat(Stream.of("Date", DATE), Arrays.stream(fields)).toArray(String[]::new));
  }

  /** The same without {@code Date}. */
  static StoredHead bare(int status, String... fields) {
    return withFields(status, Fields.of(fields));
  }

  static StoredHead withFields(int status, Fields fields) {
    return StoredHead.of(new ResponseHead(status, fields), RECEIVED, RECEIVED, Fields.EMPTY, "");
  }

  /** A 200 with that {@code Cache-Control}. */
  static StoredHead controlled(String cacheControl) {
    return ok("Cache-Control", cacheControl);
  }
}
