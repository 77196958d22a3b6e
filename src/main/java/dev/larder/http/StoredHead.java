package dev.larder.http;

import java.time.Instant;

/**
 * The head of a stored response with what is needed to reuse it (RFC 9111 §3, §4).
 *
 * @param response status and end-to-end fields as the origin sent them; no {@code Content-Length},
 *     which follows from the content
 * @param requestTime when the request that brought (or last validated) it was sent
 * @param responseTime when its head was received
 * @param nominated the request fields that its {@code Vary} names, as they were sent upstream
 * @param digest SHA-256 of the content in base64url without padding; empty when it was not needed
 * @param cacheControl the directives that decide here, parsed once: those meant for this kind of
 *     cache alone if there are any (RFC 9213), else its {@code Cache-Control}
 * @param targeted whether they were meant for this kind of cache alone
 * @param date the value of {@code Date}, parsed once, or when the head was received if it has none
 *     that is valid (RFC 9110 §6.6.1)
 */
public record StoredHead(
    ResponseHead response,
    Instant requestTime,
    Instant responseTime,
    Fields nominated,
    String digest,
    CacheControl cacheControl,
    boolean targeted,
    Instant date) {

  public static StoredHead of(
      ResponseHead response,
      Instant requestTime,
      Instant responseTime,
      Fields nominated,
      String digest) {
    CacheControl targeted = TargetedControl.of(response.fields());
    Instant date = HttpDate.parse(response.fields().first("Date"));
    return new StoredHead(
        response,
        requestTime,
        responseTime,
        nominated,
        digest,
        targeted == null ? CacheControl.of(response.fields()) : targeted,
        targeted != null,
        date == null ? responseTime : date);
  }

  /** The same response with the digest of its content. */
  public StoredHead withDigest(String known) {
    return new StoredHead(
        response, requestTime, responseTime, nominated, known, cacheControl, targeted, date);
  }

  public int status() {
    return response.status();
  }

  public Fields fields() {
    return response.fields();
  }
}
