package dev.larder.http;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

  public static EntityTag strong(String opaque) {
    return new EntityTag(false, opaque);
  }

  /** The tag in a field value that holds just one, or null when it is not one. */
  public static @Nullable EntityTag parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    boolean weak = text.startsWith("W/");
    int from = weak ? 2 : 0;
    int to = text.length() - 1;
    if (to <= from || text.charAt(from) != '"' || text.charAt(to) != '"') {
      return null;
    }
    String opaque = text.substring(from + 1, to);
    return isOpaque(opaque) ? new EntityTag(weak, opaque) : null;
  }

  private static boolean isOpaque(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x21 || c == '"' || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether an {@code If-None-Match} list has it, weak or not (RFC 9110 §8.8.3.2). Members that are
   * no entity tags are passed over; {@code *} is no tag. Lists are read on every validation by a
   * browser; this takes no member out of its list to look at it.
   */
  public boolean isWeaklyIn(String list) {
    int at = 0;
    while (at < list.length()) {
      int end = memberEnd(list, at);
      if (isMember(list, at, end)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }

  /** The first member of a list of tags that is wanted; null when there is none. */
  public static @Nullable EntityTag firstIn(String list, Predicate<EntityTag> wanted) {
    int at = 0;
    while (at < list.length()) {
      int end = memberEnd(list, at);
      EntityTag tag = parse(list.substring(at, end).strip());
      if (tag != null && wanted.test(tag)) {
        return tag;
      }
      at = end + 1;
    }
    return null;
  }

  private boolean isMember(String list, int from, int to) {
    int first = from;
    int end = to;
    while (first < end && Whitespace.is(list.charAt(first))) {
      first++;
    }
    while (first < end && Whitespace.is(list.charAt(end - 1))) {
      end--;
    }
    int quote = list.startsWith("W/", first) ? first + 2 : first;
    return end - quote == opaque.length() + 2
        && list.charAt(quote) == '"'
        && list.charAt(end - 1) == '"'
        && list.startsWith(opaque, quote + 1);
  }

  private static int memberEnd(String list, int from) {
    boolean quoted = false;
    for (int i = from; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return list.length();
  }

  /** Same opaque text, and neither is weak (RFC 9110 §8.8.3.2). */
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** As it stands in a field. */
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}
