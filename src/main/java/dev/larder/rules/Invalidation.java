package dev.larder.rules;

import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an unsafe request that succeeded makes invalid (RFC 9111 §4.4). */
public final class Invalidation {
  private Invalidation() {}

  /** Whether a method may have changed something: all but the safe ones (RFC 9110 §9.2.1). */
  public static boolean isUnsafe(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
      default -> true;
    };
  }

  /**
   * The targets (path and query) whose stored responses are to be dropped: that of the request, and
   * those of the same host that the answer names. Empty when the method is safe or the answer is an
   * error.
   */
  public static List<String> targets(Request request, ResponseHead answer) {
    if (!isUnsafe(request.method()) || answer.status() >= 400) {
      return List.of();
    }
    List<String> targets = new ArrayList<>();
    targets.add(request.target());
    for (String field : List.of("Location", "Content-Location")) {
      String value = answer.fields().first(field);
      if (value != null) {
        String target = sameHost(request, value.strip());
        if (target != null) {
          targets.add(target);
        }
      }
    }
    return targets;
  }

  /**
   * The target that a reference (RFC 3986 §4.1) names, dot segments and all; null when it is on
   * another host or no reference.
   */
  private static @Nullable String sameHost(Request request, String reference) {
    if (!isPlain(reference)) {
      return null;
    }
    String whole = upTo(reference, '#');
    int colon = whole.indexOf(':');
    String scheme = colon < 0 ? "" : whole.substring(0, colon).toLowerCase(Locale.ROOT);
    if (colon >= 0 && scheme.matches("[a-z][a-z0-9+.-]*")) {
      boolean web = scheme.equals("http") || scheme.equals("https");
      return web ? onHost(request, scheme, whole.substring(colon + 1)) : null;
    }
    return whole.startsWith("//")
        ? onHost(request, request.scheme(), whole)
        : relative(request, whole);
  }

  /** Whether it has none of the characters that no reference has, and no key may have. */
  private static boolean isPlain(String reference) {
    return reference.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  /** What follows a scheme: {@code //authority/path?query}. */
  private static @Nullable String onHost(Request request, String scheme, String rest) {
    if (!rest.startsWith("//")) {
      return null;
    }
    String authority = upTo(upTo(rest.substring(2), '/'), '?');
    if (!hostAndPort(scheme, authority)
        .equals(hostAndPort(request.scheme(), request.authority()))) {
      return null;
    }
    String target = rest.substring(2 + authority.length());
    return target.startsWith("/") ? target : '/' + target;
  }

  /** An authority in lower case, without the port that its scheme implies. */
  private static String hostAndPort(String scheme, String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    String implied = scheme.equals("https") ? ":443" : ":80";
    return lower.endsWith(implied) ? lower.substring(0, lower.length() - implied.length()) : lower;
  }

  /** RFC 3986 §5.2.2, where neither scheme nor authority is named. */
  private static String relative(Request request, String reference) {
    if (reference.isEmpty()) {
      return request.target();
    }
    return switch (reference.charAt(0)) {
      case '/' -> reference;
      case '?' -> request.path() + reference;
      default -> request.path().substring(0, request.path().lastIndexOf('/') + 1) + reference;
    };
  }

  private static String upTo(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }
}
