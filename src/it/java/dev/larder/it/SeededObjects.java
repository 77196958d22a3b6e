package dev.larder.it;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Made-up objects whose lengths and bytes follow from their paths, so that any answer can be
 * checked without a table. No coding makes them smaller, and their names are no type's.
 *
 * @param folder of all paths, with slashes around it
 * @param median of the lengths, in bytes
 * @param spread standard deviation of the natural logarithm of the lengths
 * @param least bytes of an object
 * @param most bytes of an object
 */
record SeededObjects(String folder, int median, double spread, int least, int most) {

  private static final String TYPE = "application/octet-stream";
  private static final String LIFETIME = "max-age=86400";

  /** Lengths as those of assets: lognormal, from 0.5 KB to 2 MB. */
  static SeededObjects mixed(String folder, int median) {
    return new SeededObjects(folder, median, 1.5, 512, 2_000_000);
  }

  static SeededObjects ofLength(String folder, int bytes) {
    return new SeededObjects(folder, bytes, 0, bytes, bytes);
  }

  String path(int number) {
    return folder + number + ".bin";
  }

  /** The paths of the numbers from one on, up to another that is not among them. */
  List<String> paths(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::path).toList();
  }

  int length(String path) {
    return length(randomOf(path));
  }

  byte[] body(String path) {
    SplittableRandom random = randomOf(path);
    byte[] body = new byte[length(random)];
    random.nextBytes(body);
    return body;
  }

  /** The fields of an answer that tell one object from another. */
  Map<String, String> fields(String path) {
    String tag = '"' + HexFormat.of().toHexDigits(randomOf(path).nextLong()) + '"';
    return Map.of("Content-Type", TYPE, "ETag", tag, "Cache-Control", LIFETIME);
  }

  Page page(String path) {
    return new Page(200, fields(path), ByteBuffer.wrap(body(path)));
  }

  private int length(SplittableRandom random) {
    double length = median * Math.exp(spread * random.nextGaussian());
    return Math.clamp(Math.round(length), least, most);
  }

  private static SplittableRandom randomOf(String path) {
    return new SplittableRandom(path.hashCode());
  }
}
