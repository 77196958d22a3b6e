package dev.larder.rules;

import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * Asking the origin whether a stored response still holds, and taking in its 304 (RFC 9111 §4.3).
 */
public final class Validation {
  /**
   * Fields of a 304 that never replace stored ones: they tell of bytes it does not carry (§3.2).
   */
  private static final Set<String> OF_THE_CONTENT =
      Set.of("content-length", "content-encoding", "content-range", "transfer-encoding");

  private Validation() {}

  /** Whether a response can be asked after. */
  public static boolean hasValidator(Fields fields) {
    return fields.contains("ETag") || fields.contains("Last-Modified");
  }

  /** The request fields that make a request conditional on the stored response (§4.3.1). */
  public static Fields conditions(StoredHead head) {
    Fields.Builder conditions = Fields.builder();
    String tag = head.fields().first("ETag");
    if (tag != null) {
      conditions.add("If-None-Match", tag);
    }
    String modified = head.fields().first("Last-Modified");
    if (modified != null) {
      conditions.add("If-Modified-Since", modified);
    }
    return conditions.build();
  }

  /**
   * Whether a 304 speaks of this stored response (§4.3.4): what it names as validator must not
   * contradict what is stored.
   */
  public static boolean speaksOf(ResponseHead notModified, StoredHead stored) {
    String tag = notModified.fields().first("ETag");
    String storedTag = stored.fields().first("ETag");
    return tag == null || storedTag == null || weakly(tag).equals(weakly(storedTag));
  }

  private static String weakly(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  /** A weak tag that this node made of a strong one, when it took the content's coding off. */
  private static boolean isOfAnotherCoding(StoredHead stored, Fields update) {
    String tag = stored.fields().first("ETag");
    return !stored.digest().isEmpty() && ("W/" + update.first("ETag")).equals(tag);
  }

  /**
   * The stored response freshened by a 304 (§4.3.4, §3.2): fields that the 304 has replace the
   * stored ones of that name, those that it omits stay.
   */
  public static StoredHead freshen(
      StoredHead stored, Fields update, Instant requestTime, Instant responseTime) {
    boolean tagStands = isOfAnotherCoding(stored, update);
    Fields news =
        update.without(name ->
            OF_THE_CONTENT.contains(name.toLowerCase(Locale.ROOT))
                || (tagStands && name.equalsIgnoreCase("ETag")));
    Fields.Builder fields = stored.fields().without(news::contains).toBuilder();
    // Its age counts from the new answer: the old one's Age and Date would make it old at once.
    fields.remove("Age").addAll(news);
    if (!news.contains("Date")) {
      fields.set("Date", HttpDate.format(responseTime));
    }
    return StoredHead.of(
        stored.response().withFields(fields.build()),
        requestTime,
        responseTime,
        stored.nominated(),
        stored.digest());
  }
}
