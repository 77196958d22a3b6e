package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final String UNKNOWN = "application/octet-stream";

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

    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * A text asset and its next version.
   *
   * @param before what a returning visitor holds
   */
  record Update(Asset before, Asset now) {}

  /** As much as the build asks for. */
  static Corpus ofThisRun() {
    return switch (TrialSize.ofThisRun()) {
      case SAMPLE -> of(SAMPLE);
      case FULL -> of(Set.of());
    };
  }

  /** Some packages; all of them when none is named. */
  static Corpus of(Set<String> packages) {
    build(packages);
    return new Corpus(TARGET, manifest(packages));
  }

  /** The updates of its text assets, each version before the next. */
  List<Update> updates() {
    Map<String, Asset> known = new HashMap<>();
    assets.forEach(asset -> known.put(asset.path(), asset));
    List<Update> updates = new ArrayList<>();
    for (List<String> line : table("pairs.tsv")) {
      Asset before = known.get("/" + line.get(2));
      Asset now = known.get("/" + line.get(3));
      if (before != null && now != null && !type(now.path()).equals(UNKNOWN)) {
        updates.add(new Update(before, now));
      }
    }
    return updates;
  }

  /** An asset as an origin serves it whose paths have versions; nothing of that name is a 404. */
  Page page(String path) {
    Path file = directory.resolve(path.substring(1));
    if (!Files.isRegularFile(file)) {
      return Page.NOT_FOUND;
    }
    try {
      return Page.of(type(path), Files.readAllBytes(file))
          .with("Cache-Control", "public, max-age=31536000, immutable");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "js", "mjs" -> "text/javascript";
      case "css" -> "text/css";
      case "html" -> "text/html";
      case "svg" -> "image/svg+xml";
      case "map" -> "application/json";
      default -> UNKNOWN;
    };
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
    return table("manifest.tsv").stream()
        .filter(line -> packages.isEmpty() || packages.contains(line.getFirst()))
        .map(Corpus::asset)
        .toList();
  }

  private static List<List<String>> table(String name) {
    try {
      return Files.readAllLines(HOME.resolve(name)).stream()
          .map(line -> List.of(line.split("\t", -1)))
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
