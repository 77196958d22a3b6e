package dev.larder.rules;

import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
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
   * Judges in the order of §13.2.2.
   *
   * @param tags the tags of all representations that this request accepts; empty when there are
   *     none
   * @param modified {@code Last-Modified}, else {@code Date}; null when there is neither
   */
  public static Preconditions judge(
      Request request, List<EntityTag> tags, @Nullable Instant modified) {
    Fields fields = request.fields();
    String ifMatch = fields.combined("If-Match");
    if (ifMatch != null) {
      if (!ifMatch.strip().equals("*") && !matches(ifMatch, tags, true)) {
        return FAILED;
      }
    } else if (modifiedAfter(fields.first("If-Unmodified-Since"), modified)) {
      return FAILED;
    }
    String ifNoneMatch = fields.combined("If-None-Match");
    if (ifNoneMatch != null) {
      return ifNoneMatch.strip().equals("*") || matches(ifNoneMatch, tags, false)
          ? NOT_MODIFIED
          : PROCEED;
    }
    Instant since = HttpDate.parse(fields.first("If-Modified-Since"));
    return since != null && modified != null && !modified.isAfter(since) ? NOT_MODIFIED : PROCEED;
  }

  private static boolean modifiedAfter(@Nullable String field, @Nullable Instant modified) {
    Instant since = HttpDate.parse(field);
    return since != null && modified != null && modified.isAfter(since);
  }

  private static boolean matches(String list, List<EntityTag> tags, boolean strongly) {
    for (EntityTag listed : EntityTag.parseList(list)) {
      for (EntityTag tag : tags) {
        if (strongly ? tag.matchesStrongly(listed) : tag.matchesWeakly(listed)) {
          return true;
        }
      }
    }
    return false;
  }
}
