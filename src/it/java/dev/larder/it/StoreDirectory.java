package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A node's store as the file system shows it, beside what the node says of it. */
record StoreDirectory(RunningNode node, Client client) {

  private static final int BLOCK = 4096;
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a file of so many bytes takes, in whole blocks. */
  static long rounded(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Bytes that all files of objects take, stored and arriving. */
  long use() {
    Map<Object, Long> sizes = new HashMap<>();
    // First the arriving: one that is stored in between is met twice, and counted once.
    walk("tmp", (path, file) -> sizes.put(file.fileKey(), rounded(file.size())));
    walk("objects", (path, file) -> sizes.put(file.fileKey(), rounded(file.size())));
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The files of stored responses. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    walk(
        "objects",
        (path, file) -> {
          if (!path.toString().endsWith(".head")) {
            files.add(path);
          }
        });
    return files;
  }

  /** What {@code /v1/stats} says of the store. */
  JsonNode stats() {
    byte[] body =
        client.get(node.admin() + "/v1/stats", "Authorization", "Bearer " + node.token()).body();
    return JSON.readTree(body).get("store");
  }

  /** Waits until nothing arrives and the node counts as many responses as there are files. */
  void awaitSettled() {
    Await.until(
        SETTLE_LIMIT, () -> stats() + " beside " + files().size() + " files", this::settled);
  }

  private boolean settled() {
    JsonNode stats = stats();
    return stats.get("fillsUnderWay").asLong() == 0
        && stats.get("diskObjects").asLong() == files().size();
  }

  /** A metric's value, the sum of its lines. */
  double metric(String name) {
    String text =
        new String(
            client.get(node.admin() + "/metrics", "Authorization", "Bearer " + node.token()).body(),
            StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private interface Visit {
    void file(Path path, BasicFileAttributes attributes);
  }

  /** Files come and go meanwhile: one that is gone when it is met is not counted. */
  private void walk(String below, Visit visit) {
    try {
      Files.walkFileTree(
          node.store().resolve(below),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              visit.file(path, attributes);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
