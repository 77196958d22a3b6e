package dev.larder.rules;

import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request, judged against what would answer it (RFC 9110 §13). {@code If-Match}
 * and {@code If-Unmodified-Since} are for origin servers to judge, not for caches (RFC 9110
 * §13.2.2, RFC 9111 §4.3.2).
 */
public enum Preconditions {
  /** Answer as if there were none. */
  PROCEED,
  /** 304. */
  NOT_MODIFIED;

  /**
   * Judges in the order of §13.2.2. Conditions count only where the answer without them were a
   * success (§13.2.1).
   *
   * @param tags the tags of all representations that this request accepts; empty when there are
   *     none
   * @param stored the head of what would answer
   */
  public static Preconditions judge(Request request, List<EntityTag> tags, StoredHead stored) {
    if (stored.status() < 200 || stored.status() > 299) {
      return PROCEED;
    }
    Fields fields = request.fields();
    String ifNoneMatch = fields.combined("If-None-Match");
    if (ifNoneMatch != null) {
      return ifNoneMatch.strip().equals("*") || isAny(tags, ifNoneMatch) ? NOT_MODIFIED : PROCEED;
    }
    return isUnmodifiedSince(fields.first("If-Modified-Since"), stored) ? NOT_MODIFIED : PROCEED;
  }

  /** Whether a request has a condition that only an origin server can judge. */
  public static boolean isForOrigin(Fields request) {
    return request.contains("If-Match") || request.contains("If-Unmodified-Since");
  }

  /** RFC 9111 §4.3.2: without a date of modification, that of the answer stands for it. */
  private static boolean isUnmodifiedSince(@Nullable String field, StoredHead stored) {
    Instant since = HttpDate.parseOfRequest(field);
    if (since == null) {
      return false;
    }
    Instant modified = lastModified(stored);
    return !(modified == null ? stored.date() : modified).isAfter(since);
  }

  private static @Nullable Instant lastModified(StoredHead stored) {
    return HttpDate.parse(stored.fields().first("Last-Modified"));
  }

  private static boolean isAny(List<EntityTag> tags, String list) {
    for (EntityTag tag : tags) {
      if (tag.isWeaklyIn(list)) {
        return true;
      }
    }
    return false;
  }
}
