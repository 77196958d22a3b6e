package dev.larder.http;

import java.time.Instant;

/**
 * The head of a stored response with what is needed to reuse it (RFC 9111 §3, §4).
 *
 * @param response status and end-to-end fields, as they are to be served
 * @param requestTime when the request that brought (or last validated) it was sent
 * @param responseTime when its head was received
 * @param nominated the request fields that its {@code Vary} names, as they were sent upstream
 * @param cacheControl its {@code Cache-Control}, parsed once
 */
public record StoredHead(
    ResponseHead response,
    Instant requestTime,
    Instant responseTime,
    Fields nominated,
    CacheControl cacheControl) {

  public static StoredHead of(
      ResponseHead response, Instant requestTime, Instant responseTime, Fields nominated) {
    return new StoredHead(
        response, requestTime, responseTime, nominated, CacheControl.of(response.fields()));
  }

  /** The same response with other fields. */
  public StoredHead withFields(Fields fields) {
    return of(response.withFields(fields), requestTime, responseTime, nominated);
  }
}
