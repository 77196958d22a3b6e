package dev.larder.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A list of cache directives (RFC 9111 §5.2). Lenient in what may stand around a directive,
 * cautious in what it means: a lifetime that cannot be read counts as zero, of conflicting repeats
 * the smallest counts, and a directive's name inside a quoted string is not a directive.
 */
public final class CacheControl {
  public static final CacheControl EMPTY = new CacheControl(new Directive[0], false);

  /** Lifetimes beyond this many seconds (68 years) count as this many (RFC 9111 §1.2.2). */
  public static final long MAX_SECONDS = Integer.MAX_VALUE;

  /** One directive; its name in lower case, its argument without the quotes. */
  private record Directive(String name, @Nullable String argument) {
    @Override
    public String toString() {
      if (argument == null) {
        return name;
      }
      boolean token = !argument.isEmpty() && argument.chars().allMatch(Directive::isTokenChar);
      return name + '=' + (token ? argument : quoted(argument));
    }

    private static boolean isTokenChar(int c) {
      return c > 0x20 && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private static String quoted(String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  /** Not a list: it is gone through on every hit, and should cost no iterator. */
  private final Directive[] directives;

  private final boolean present;

  private CacheControl(Directive[] directives, boolean present) {
    this.directives = directives;
    this.present = present;
  }

  /** The directives of all {@code Cache-Control} lines, which are one list. */
  public static CacheControl of(Fields fields) {
    String list = fields.combined("Cache-Control");
    return list == null ? EMPTY : parse(list);
  }

  public static CacheControl parse(String list) {
    List<Directive> directives = new ArrayList<>(4);
    int at = 0;
    while (at < list.length()) {
      int end = memberEnd(list, at);
      String member = list.substring(at, end).strip();
      if (!member.isEmpty()) {
        directives.add(directive(member));
      }
      at = end + 1;
    }
    return new CacheControl(directives.toArray(Directive[]::new), true);
  }

  /**
   * Where the list member that begins there ends: the next comma outside of a quoted string. A
   * quote that nothing closes opens no string, or it would hide a {@code no-store} behind it.
   */
  private static int memberEnd(String list, int from) {
    int firstQuoted = -1;
    boolean quoted = false;
    for (int i = from; i < list.length(); i++) {
      char c = list.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        firstQuoted = -1;
      } else if (c == ',') {
        if (!quoted) {
          return i;
        }
        firstQuoted = firstQuoted < 0 ? i : firstQuoted;
      }
    }
    return quoted && firstQuoted >= 0 ? firstQuoted : list.length();
  }

  private static Directive directive(String member) {
    int equals = member.indexOf('=');
    int quote = member.indexOf('"');
    if (equals < 0 || (quote >= 0 && quote < equals)) {
      return new Directive(member.toLowerCase(Locale.ROOT), null);
    }
    String name = member.substring(0, equals).toLowerCase(Locale.ROOT);
    String argument = member.substring(equals + 1);
    // White space around "=" is not allowed; the name is read, the argument is spoilt on purpose.
    return new Directive(name.strip(), name.equals(name.strip()) ? unquote(argument) : " ");
  }

  private static String unquote(String argument) {
    if (argument.length() < 2 || argument.charAt(0) != '"' || !argument.endsWith("\"")) {
      return argument;
    }
    StringBuilder text = new StringBuilder(argument.length());
    for (int i = 1; i < argument.length() - 1; i++) {
      char c = argument.charAt(i);
      if (c == '\\' && i + 1 < argument.length() - 1) {
        c = argument.charAt(++i);
      }
      text.append(c);
    }
    return text.toString();
  }

  /** Whether there is a {@code Cache-Control} at all, be it empty. */
  public boolean isPresent() {
    return present;
  }

  /** Whether a directive of that name (lower case) stands in the list, with or without argument. */
  public boolean has(String name) {
    for (Directive directive : directives) {
      if (directive.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The first argument given to a directive of that name (lower case), unquoted; null if none. */
  public @Nullable String argument(String name) {
    for (Directive directive : directives) {
      if (directive.name.equals(name) && directive.argument != null) {
        return directive.argument;
      }
    }
    return null;
  }

  /**
   * The delta-seconds of a directive (lower case), 0 to {@link #MAX_SECONDS}: the smallest of
   * repeats, 0 where one cannot be read; empty when the directive is absent.
   */
  public OptionalLong seconds(String name) {
    long smallest = -1;
    for (Directive directive : directives) {
      if (directive.name.equals(name)) {
        long seconds = deltaSeconds(directive.argument);
        smallest = smallest < 0 ? seconds : Math.min(smallest, seconds);
      }
    }
    return smallest < 0 ? OptionalLong.empty() : OptionalLong.of(smallest);
  }

  /** The directives whose name (lower case) is not among those given, each as it is written. */
  public List<String> others(Set<String> names) {
    return Arrays.stream(directives)
        .filter(directive -> !names.contains(directive.name))
        .map(Directive::toString)
        .toList();
  }

  private static long deltaSeconds(@Nullable String argument) {
    return argument == null ? 0 : Math.clamp(Digits.read(argument), 0, MAX_SECONDS);
  }

  @Override
  public String toString() {
    return Arrays.stream(directives).map(Directive::toString).collect(Collectors.joining(", "));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CacheControl that
        && present == that.present
        && Arrays.equals(directives, that.directives);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(directives);
  }
}
