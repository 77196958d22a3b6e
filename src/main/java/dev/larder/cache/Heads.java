package dev.larder.cache;

import dev.larder.http.EntityTag;
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

  private static final Set<String> OF_LIFETIMES =
      Set.of("cache-control", "cdn-cache-control", "surrogate-control", "expires", "pragma");

  /** What origins say of bytes in the coding that they came in. */
  private static final Set<String> OF_THE_CODING =
      Set.of(
          "content-encoding",
          "content-length",
          "content-md5",
          "digest",
          "content-digest",
          "repr-digest",
          "accept-ranges");

  private Heads() {}

  /**
   * The head of an answer as it is stored.
   *
   * @param nominated the request fields that its {@code Vary} names, as they were sent upstream
   * @param assets whether the site is one of assets, which makes the fields of CORS itself
   */
  static StoredHead stored(Fetched.Answered answered, Fields nominated, boolean assets) {
    Fields kept = keepable(answered.head().fields(), assets);
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

  /**
   * The fields of an answer whose coding was taken off. Its tag stood for other bytes; a weak one
   * still serves to ask the origin with (RFC 9110 §8.8.1).
   */
  static Fields decoded(Fields fields) {
    Fields.Builder decoded =
        fields.without(name -> OF_THE_CODING.contains(name.toLowerCase(Locale.ROOT))).toBuilder();
    EntityTag tag = EntityTag.parse(fields.first("ETag"));
    if (tag != null && !tag.weak()) {
      decoded.set("ETag", "W/" + fields.first("ETag"));
    }
    return decoded.build();
  }

  /** The fields of an answer that nobody is to keep. */
  static Fields notToBeKept(Fields fields) {
    return fields.without(name -> OF_LIFETIMES.contains(name.toLowerCase(Locale.ROOT))).toBuilder()
        .set("Cache-Control", "no-store")
        .build();
  }

  /** Of the fields of an answer, those that may be stored. */
  static Fields keepable(Fields fields, boolean assets) {
    return fields.without(name -> {
      String lower = name.toLowerCase(Locale.ROOT);
      return NOT_KEPT.contains(lower) || (assets && lower.startsWith("access-control-"));
    });
  }

  /** Of the fields of an answer, those for the client who caused the fetch alone. */
  static Fields cookies(Fields fields) {
    return fields.without(name -> !name.toLowerCase(Locale.ROOT).startsWith("set-cookie"));
  }
}
