package dev.larder.it;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;

/**
 * What one request for a seeded object brought, held against what it should have brought.
 *
 * @param ended when the answer was there, by {@link System#nanoTime}
 * @param said for messages
 */
record Reading(String path, Kind kind, boolean hit, long ended, String said) {

  /** How the answer was. */
  enum Kind {
    /** Status, fields and every byte. */
    RIGHT,
    /** A whole answer, but not the one of that path. */
    WRONG,
    /** No whole answer. */
    BROKEN
  }

  static Reading of(SeededObjects objects, String path, Client client, RunningNode node) {
    try {
      HttpResponse<byte[]> response = client.get(node.base(Way.HTTP) + path);
      Kind kind = isRight(objects, path, response) ? Kind.RIGHT : Kind.WRONG;
      String said =
          "%s %s: %d, %d bytes of %d, %s"
              .formatted(
                  kind,
                  path,
                  response.statusCode(),
                  response.body().length,
                  objects.length(path),
                  response.headers().map());
      return new Reading(path, kind, CacheStatusOf.isHit(response), System.nanoTime(), said);
    } catch (UncheckedIOException e) {
      String said = "%s %s: %s".formatted(Kind.BROKEN, path, e.getCause());
      return new Reading(path, Kind.BROKEN, false, System.nanoTime(), said);
    }
  }

  private static boolean isRight(
      SeededObjects objects, String path, HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      return false;
    }
    for (Map.Entry<String, String> field : objects.fields(path).entrySet()) {
      if (!Client.field(response, field.getKey()).equals(field.getValue())) {
        return false;
      }
    }
    return Arrays.equals(objects.body(path), response.body());
  }

  boolean isRight() {
    return kind == Kind.RIGHT;
  }
}
