package dev.larder.http;

import java.util.ArrayList;
import java.util.List;
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
   * The tags of an {@code If-Match} or {@code If-None-Match} list. Members that are no entity tags
   * are passed over; {@code *} is no tag.
   */
  public static List<EntityTag> parseList(String list) {
    List<EntityTag> tags = new ArrayList<>(2);
    int at = 0;
    while (at < list.length()) {
      int end = memberEnd(list, at);
      EntityTag tag = parse(list.substring(at, end).strip());
      if (tag != null) {
        tags.add(tag);
      }
      at = end + 1;
    }
    return tags;
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

  /** Same opaque text, weak or not (RFC 9110 §8.8.3.2). */
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
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
