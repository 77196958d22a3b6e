package dev.larder.rules;

import java.util.List;

/**
 * Which parameters of a query name a resource. The others are neither keyed nor forwarded, so that
 * an origin never sees what its answer is not found by. What is left keeps its order.
 *
 * @param keepsNamed whether the named parameters are kept, and all others dropped, or the other way
 *     round
 * @param names canonical, as they stand before the equals sign; one that ends with {@code *} stands
 *     for all that begin so
 */
public record QueryRule(boolean keepsNamed, List<String> names) {
  /** The whole query. */
  public static final QueryRule ALL = new QueryRule(false, List.of());

  /** None of it. */
  public static final QueryRule NONE = new QueryRule(true, List.of());

  public QueryRule {
    names = List.copyOf(names);
  }

  /** What a canonical query comes to. */
  public String apply(String query) {
    if (names.isEmpty() || query.isEmpty()) {
      return keepsNamed ? "" : query;
    }
    StringBuilder kept = new StringBuilder(query.length());
    for (String parameter : query.split("&", -1)) {
      if (isNamed(parameter) == keepsNamed) {
        kept.append(kept.isEmpty() ? "" : "&").append(parameter);
      }
    }
    return kept.toString();
  }

  private boolean isNamed(String parameter) {
    int equals = parameter.indexOf('=');
    int end = equals < 0 ? parameter.length() : equals;
    for (String name : names) {
      int length = name.length() - 1;
      boolean matches =
          name.endsWith("*")
              ? end >= length && parameter.startsWith(name.substring(0, length))
              : end == name.length() && parameter.startsWith(name);
      if (matches) {
        return true;
      }
    }
    return false;
  }
}
