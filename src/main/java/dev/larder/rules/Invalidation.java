package dev.larder.rules;

import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

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
        addSameHost(targets, request, value);
      }
    }
    return targets;
  }

  private static void addSameHost(List<String> targets, Request request, String reference) {
    try {
      URI base = new URI(request.scheme() + "://" + request.authority() + request.target());
      URI resolved = base.resolve(new URI(reference.strip()));
      if (request.authority().equalsIgnoreCase(resolved.getRawAuthority())) {
        String path = resolved.getRawPath().isEmpty() ? "/" : resolved.getRawPath();
        String query = resolved.getRawQuery();
        targets.add(query == null ? path : path + '?' + query);
      }
    } catch (URISyntaxException notAReference) {
      // A reference that cannot be read names nothing; the request's own target is dropped anyway.
      return;
    }
  }
}
