package dev.larder.cache;

import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.StoredHead;
import dev.larder.origin.Fetched;
import java.util.Locale;
import java.util.Set;

/** Makes the heads that are stored out of those that origins sent. */
final class Heads {
  /** Follows from the content, or is meant for the one client who caused the fetch. */
  private static final Set<String> NOT_KEPT = Set.of("content-length", "set-cookie", "set-cookie2");

  private Heads() {}

  /**
   * The head of an answer as it is stored.
   *
   * @param nominated the request fields that its {@code Vary} names, as they were sent upstream
   */
  static StoredHead stored(Fetched.Answered answered, Fields nominated) {
    Fields kept = keepable(answered.head().fields());
    // A recipient with a clock records when an answer without Date came (RFC 9110 §6.6.1).
    Fields dated =
        kept.contains("Date")
            ? kept
            : kept.toBuilder().add("Date", HttpDate.format(answered.responseTime())).build();
    return StoredHead.of(
        answered.head().withFields(dated),
        answered.requestTime(),
        answered.responseTime(),
        nominated,
        "");
  }

  /** Of the fields of an answer, those that may be stored. */
  static Fields keepable(Fields fields) {
    return fields.without(name -> NOT_KEPT.contains(name.toLowerCase(Locale.ROOT)));
  }

  /** Of the fields of an answer, those for the client who caused the fetch alone. */
  static Fields cookies(Fields fields) {
    return fields.without(name -> !name.toLowerCase(Locale.ROOT).startsWith("set-cookie"));
  }
}
