package dev.larder.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cache directives meant for this kind of cache alone: {@code CDN-Cache-Control} (RFC 9213), and
 * what came before it, {@code Surrogate-Control}. Where one is there and can be read, it decides
 * instead of {@code Cache-Control} and {@code Expires}.
 */
final class TargetedControl {
  private static final Set<String> SECONDS =
      Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");

  /** These may name fields, in a string. */
  private static final Set<String> MAY_NAME_FIELDS = Set.of("private", "no-cache");

  private static final Set<String> FLAGS =
      Set.of(
          "public",
          "no-store",
          "no-transform",
          "must-revalidate",
          "proxy-revalidate",
          "must-understand",
          "immutable");

  private TargetedControl() {}

  /** The directives, or null where none are meant for this cache. */
  static @Nullable CacheControl of(Fields fields) {
    String targeted = fields.combined("CDN-Cache-Control");
    CacheControl directives = targeted == null ? null : structured(targeted);
    if (directives != null) {
      return directives;
    }
    String surrogate = fields.combined("Surrogate-Control");
    return surrogate == null ? null : surrogate(surrogate);
  }

  /** Null when it is empty, malformed, or gives a directive a value of the wrong type (§2.1). */
  private static @Nullable CacheControl structured(String field) {
    Optional<Map<String, StructuredDictionary.Item>> members = StructuredDictionary.parse(field);
    if (members.isEmpty() || members.get().isEmpty()) {
      return null;
    }
    List<String> directives = new ArrayList<>();
    for (Map.Entry<String, StructuredDictionary.Item> member : members.get().entrySet()) {
      String name = member.getKey();
      if (!isOfItsType(name, member.getValue())) {
        return null;
      }
      switch (member.getValue()) {
        case StructuredDictionary.Whole(long value) ->
            directives.add(name + '=' + Math.max(0, value));
        case StructuredDictionary.Flag(boolean value) -> {
          if (value) {
            directives.add(name);
          }
        }
        case StructuredDictionary.Text ignored -> directives.add(name);
        case StructuredDictionary.Other ignored -> {}
      }
    }
    return CacheControl.parse(String.join(", ", directives));
  }

  private static boolean isOfItsType(String name, StructuredDictionary.Item item) {
    return switch (item) {
      case StructuredDictionary.Whole ignored -> !isFlag(name);
      case StructuredDictionary.Flag ignored -> !SECONDS.contains(name);
      case StructuredDictionary.Text ignored -> !SECONDS.contains(name) && !FLAGS.contains(name);
      case StructuredDictionary.Other ignored -> !SECONDS.contains(name) && !isFlag(name);
    };
  }

  private static boolean isFlag(String name) {
    return FLAGS.contains(name) || MAY_NAME_FIELDS.contains(name);
  }

  /** Only for what it says of keeping; it was never written down as a standard. */
  private static @Nullable CacheControl surrogate(String field) {
    CacheControl directives = CacheControl.parse(field);
    return directives.has("max-age") || directives.has("no-store") ? directives : null;
  }
}
