package dev.larder.rules;

import dev.larder.http.ByteRange;
import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which bytes of a whole representation a request gets (RFC 9110 §14). */
public sealed interface Ranges {

  /** All of them, by a 200. */
  record Whole() implements Ranges {}

  /** One range, by a 206. */
  record Part(ByteRange range) implements Ranges {}

  /** None: the ranges lie outside, by a 416. */
  record Unsatisfiable() implements Ranges {}

  /**
   * Chooses. A field that is invalid, in another unit or names several ranges is ignored, as §14.2
   * allows.
   *
   * @param length bytes of the representation
   * @param tag its tag as this node sends it, null if it has none
   */
  static Ranges choose(Request request, long length, @Nullable EntityTag tag, Fields stored) {
    String value = request.fields().combined("Range");
    if (value == null || !request.isGet() || !ifRangeHolds(request.fields(), tag, stored)) {
      return new Whole();
    }
    String lower = value.strip().toLowerCase(Locale.ROOT);
    if (!lower.startsWith("bytes=") || lower.indexOf(',') >= 0) {
      return new Whole();
    }
    return single(lower.substring("bytes=".length()).strip(), length);
  }

  /** §13.1.5: only a strong tag, or a date that is exactly {@code Last-Modified}, holds. */
  private static boolean ifRangeHolds(Fields request, @Nullable EntityTag tag, Fields stored) {
    String condition = request.first("If-Range");
    if (condition == null) {
      return true;
    }
    EntityTag wanted = EntityTag.parse(condition);
    if (wanted != null) {
      return tag != null && tag.matchesStrongly(wanted);
    }
    Instant date = HttpDate.parse(condition);
    return date != null && date.equals(HttpDate.parse(stored.first("Last-Modified")));
  }

  private static Ranges single(String spec, long length) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    long first = number(spec.substring(0, dash));
    long last = number(spec.substring(dash + 1));
    boolean fromStart = dash > 0;
    boolean toEnd = dash == spec.length() - 1;
    if ((fromStart && first < 0) || (!toEnd && last < 0) || (!fromStart && toEnd)) {
      return new Whole();
    }
    if (!fromStart) {
      return last == 0 || length == 0
          ? new Unsatisfiable()
          : new Part(new ByteRange(Math.max(0, length - last), length - 1));
    }
    if (!toEnd && last < first) {
      return new Whole();
    }
    return first >= length
        ? new Unsatisfiable()
        : new Part(new ByteRange(first, toEnd ? length - 1 : Math.min(last, length - 1)));
  }

  /** A number of digits only, -1 if it is none; what does not fit is as large as can be. */
  private static long number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
