package dev.larder.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A node's access log: one JSON object a line, in the Elastic Common Schema. */
record AccessLog(List<JsonNode> lines) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static AccessLog read(Path file) throws IOException {
    return new AccessLog(Files.readAllLines(file).stream().map(JSON::readTree).toList());
  }

  /** Of each request for a path, in order, whether it was answered on the I/O thread. */
  List<Boolean> immediate(String path) {
    return of(path).map(line -> at(line, "larder.immediate").asBoolean()).toList();
  }

  /** Bytes of content of each answer to a path in a coding, in order. */
  List<Integer> bodyBytes(String path, String coding) {
    return of(path)
        .filter(line -> at(line, "larder.coding").asString("").equals(coding))
        .map(line -> at(line, "http.response.body.bytes").asInt())
        .toList();
  }

  private Stream<JsonNode> of(String path) {
    return lines.stream().filter(line -> at(line, "url.path").asString("").equals(path));
  }

  /** A field by its dotted name, whether it stands nested or flat, as the schema allows both. */
  static JsonNode at(JsonNode line, String name) {
    JsonNode flat = line.path(name);
    return flat.isMissingNode() ? line.at("/" + name.replace('.', '/')) : flat;
  }
}
