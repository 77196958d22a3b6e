package dev.larder.rules;

import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a request, judged against what would answer it (RFC 9110 §13). */
public enum Preconditions {
  /** Answer as if there were none. */
  PROCEED,
  /** 304. */
  NOT_MODIFIED,
  /** 412. */
  FAILED;

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
    String ifMatch = fields.combined("If-Match");
    if (ifMatch != null) {
      if (!ifMatch.strip().equals("*") && !matches(ifMatch, tags, true)) {
        return FAILED;
      }
    } else if (wasModifiedSince(fields.first("If-Unmodified-Since"), stored)) {
      return FAILED;
    }
    String ifNoneMatch = fields.combined("If-None-Match");
    if (ifNoneMatch != null) {
      return ifNoneMatch.strip().equals("*") || matches(ifNoneMatch, tags, false)
          ? NOT_MODIFIED
          : PROCEED;
    }
    return isUnmodifiedSince(fields.first("If-Modified-Since"), stored) ? NOT_MODIFIED : PROCEED;
  }

  /** §13.1.4: without a date of modification the condition is to be ignored. */
  private static boolean wasModifiedSince(@Nullable String field, StoredHead stored) {
    Instant since = HttpDate.parseOfRequest(field);
    Instant modified = since == null ? null : lastModified(stored);
    return since != null && modified != null && modified.isAfter(since);
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

  private static boolean matches(String list, List<EntityTag> tags, boolean strongly) {
    for (EntityTag tag : tags) {
      if (strongly ? tag.isStronglyIn(list) : tag.isWeaklyIn(list)) {
        return true;
      }
    }
    return false;
  }
}
