package dev.larder.it;

import java.net.http.HttpResponse;

/** What the node's member of {@code Cache-Status} says (RFC 9211). */
final class CacheStatusOf {

  private CacheStatusOf() {}

  static String text(HttpResponse<?> response) {
    return Client.field(response, "Cache-Status");
  }

  static boolean isHit(HttpResponse<?> response) {
    return text(response).startsWith("larder; hit");
  }

  static boolean isForwardedFor(HttpResponse<?> response, String reason) {
    return text(response).startsWith("larder; fwd=" + reason);
  }
}
