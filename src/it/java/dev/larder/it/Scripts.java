package dev.larder.it;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Made-up scripts in numbered versions, which follow from their paths. Each is some times smaller
 * when compressed, as real ones are, and differs from the version before by a few lines.
 *
 * @param folder of all paths, without a slash at its end
 * @param bytes of each
 */
record Scripts(String folder, int bytes) {

  private static final int LINES_BETWEEN_CHANGES = 40;

  String path(int version) {
    return folder + "/1.0." + version + "/app.js";
  }

  /** What an origin sends for a path; the time it is fresh outlasts any trial. */
  Page page(String path) {
    int dot = path.lastIndexOf('.', path.lastIndexOf('/'));
    if (!path.equals(path(version(path, dot)))) {
      return Page.NOT_FOUND;
    }
    return Page.of("text/javascript", body(version(path, dot)))
        .with("Cache-Control", "public, max-age=86400");
  }

  private static int version(String path, int dot) {
    String number = path.substring(dot + 1, Math.max(dot + 1, path.lastIndexOf('/')));
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : -1;
  }

  byte[] body(int version) {
    ByteBuffer body = ByteBuffer.allocate(bytes);
    SplittableRandom random = new SplittableRandom(folder.hashCode());
    for (int line = 0; body.hasRemaining(); line++) {
      String text = line(random, line % LINES_BETWEEN_CHANGES == 0 ? version : 0);
      byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
      body.put(latin, 0, Math.min(latin.length, body.remaining()));
    }
    return body.array();
  }

  private static String line(SplittableRandom random, int version) {
    String name = Integer.toString(random.nextInt(36 * 36, 36 * 36 * 36), 36);
    int first = random.nextInt(100);
    int second = random.nextInt(10_000);
    return "function f%s(a, b) { return a * %d + b - %d; } // v%d\n"
        .formatted(name, first, second, version);
  }
}
