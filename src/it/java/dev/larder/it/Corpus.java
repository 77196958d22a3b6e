package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Real web assets on disk, every one with its known checksum.
 *
 * @param directory serves as a site's root as it is
 */
record Corpus(Path directory, List<Asset> assets) {

  /** Small packages with text, fonts, images and source maps: what a quick run takes. */
  private static final Set<String> SAMPLE = Set.of("jquery", "lodash", "katex", "leaflet");

  private static final Path HOME = Path.of("src/it/corpus").toAbsolutePath();
  private static final Path TARGET = Path.of("target/corpus").toAbsolutePath();

  /**
   * One file.
   *
   * @param path below the root, with a leading slash
   */
  record Asset(String path, long bytes, String sha256) {
    /** Whether a coding is sure to make it smaller. */
    boolean isText() {
      return bytes > 4096 && (path.endsWith(".js") || path.endsWith(".css"));
    }
  }

  /** The corpus at the size that the build asks for: {@code sample} or {@code full}. */
  static Corpus atSize(String size) {
    Set<String> packages =
        switch (size) {
          case "sample" -> SAMPLE;
          case "full" -> Set.of();
          default -> throw new AssertionError("it.size is sample or full, not " + size);
        };
    build(packages);
    return new Corpus(TARGET, manifest(packages));
  }

  static Corpus ofThisRun() {
    return atSize(System.getProperty("larder.it.size", "sample"));
  }

  private static void build(Set<String> packages) {
    Programs.find("npm");
    List<String> command = new ArrayList<>();
    command.add(HOME.resolve("build-corpus.sh").toString());
    command.add(TARGET.toString());
    command.addAll(packages);
    Programs.Ended built = Programs.run(Duration.ofMinutes(10), Map.of(), command);
    if (built.status() != 0) {
      throw new AssertionError("the corpus cannot be built: " + built.said());
    }
  }

  private static List<Asset> manifest(Set<String> packages) {
    try {
      return Files.readAllLines(HOME.resolve("manifest.tsv")).stream()
          .map(line -> List.of(line.split("\t", -1)))
          .filter(line -> packages.isEmpty() || packages.contains(line.getFirst()))
          .map(Corpus::asset)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Asset asset(List<String> line) {
    String path = "/" + String.join("/", line.subList(0, 3));
    return new Asset(path, Long.parseLong(line.get(3)), line.get(4));
  }
}
