package dev.larder.rules;

import dev.larder.http.ByteRange;
import dev.larder.http.Digits;
import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import dev.larder.http.Whitespace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which bytes of a whole representation a request gets (RFC 9110 §14). */
public sealed interface Ranges {

  /** All of them, by a 200. */
  record Whole() implements Ranges {
    public static final Whole INSTANCE = new Whole();
  }

  /** One range, by a 206. */
  record Part(ByteRange range) implements Ranges {}

  /** None: the ranges lie outside, by a 416. */
  record Unsatisfiable() implements Ranges {
    public static final Unsatisfiable INSTANCE = new Unsatisfiable();
  }

  /**
   * Chooses. A field that is invalid, in another unit or names several ranges is ignored, as §14.2
   * allows.
   *
   * @param length bytes of the representation
   * @param tag its tag as this node sends it, null if it has none
   * @param stored its head; only of a 200 there are parts
   */
  static Ranges choose(Request request, long length, @Nullable EntityTag tag, StoredHead stored) {
    String value = request.fields().combined("Range");
    if (value == null || !request.isGet() || stored.status() != 200) {
      return Whole.INSTANCE;
    }
    if (!ifRangeHolds(request.fields(), tag, stored)) {
      return Whole.INSTANCE;
    }
    String spec = value.strip();
    String unit = "bytes=";
    if (!spec.regionMatches(true, 0, unit, 0, unit.length()) || spec.indexOf(',') >= 0) {
      return Whole.INSTANCE;
    }
    int from = unit.length();
    while (from < spec.length() && Whitespace.is(spec.charAt(from))) {
      from++;
    }
    return single(spec, from, length);
  }

  /** §13.1.5: only a strong tag, or a date that is exactly {@code Last-Modified}, holds. */
  private static boolean ifRangeHolds(Fields request, @Nullable EntityTag tag, StoredHead stored) {
    String condition = request.first("If-Range");
    if (condition == null) {
      return true;
    }
    EntityTag wanted = EntityTag.parse(condition);
    if (wanted != null) {
      return tag != null && tag.matchesStrongly(wanted);
    }
    Instant date = HttpDate.parseOfRequest(condition);
    return date != null
        && date.equals(HttpDate.parse(stored.fields().first("Last-Modified")))
        && isStrong(date, stored);
  }

  /** §8.8.2.2: what was modified in the second it was sent may have been modified once more. */
  private static boolean isStrong(Instant modified, StoredHead stored) {
    return modified.isBefore(stored.date());
  }

  private static Ranges single(String spec, int from, long length) {
    int dash = spec.indexOf('-', from);
    if (dash < 0) {
      return Whole.INSTANCE;
    }
    long first = Digits.read(spec, from, dash);
    long last = Digits.read(spec, dash + 1, spec.length());
    boolean fromStart = dash > from;
    boolean toEnd = dash == spec.length() - 1;
    if ((fromStart && first < 0) || (!toEnd && last < 0) || (!fromStart && toEnd)) {
      return Whole.INSTANCE;
    }
    if (!fromStart) {
      return lastBytes(last, length);
    }
    if (!toEnd && last < first) {
      return Whole.INSTANCE;
    }
    return first >= length
        ? Unsatisfiable.INSTANCE
        : new Part(new ByteRange(first, toEnd ? length - 1 : Math.min(last, length - 1)));
  }

  private static Ranges lastBytes(long count, long length) {
    if (count == 0) {
      return Unsatisfiable.INSTANCE;
    }
    // The last bytes of nothing are satisfiable (§14.1.2), but no Content-Range can say so.
    return length == 0
        ? Whole.INSTANCE
        : new Part(new ByteRange(Math.max(0, length - count), length - 1));
  }
}
