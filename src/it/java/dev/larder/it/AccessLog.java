package dev.larder.it;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A node's access log: one JSON object a line, in the Elastic Common Schema. */
record AccessLog(List<JsonNode> lines) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a node has written so far; after its end that is all. */
  static AccessLog of(RunningNode node) {
    return new AccessLog(
        Stream.concat(node.out().stream(), node.err().stream())
            .filter(line -> line.startsWith("{"))
            .map(JSON::readTree)
            .filter(line -> !at(line, "http.response.status_code").isMissingNode())
            .toList());
  }

  /** Of each request for a path, in order, whether it was answered on the I/O thread. */
  List<Boolean> immediate(String path) {
    return lines.stream()
        .filter(line -> at(line, "url.path").asString("").equals(path))
        .map(line -> at(line, "larder.immediate").asBoolean())
        .toList();
  }

  /** A field by its dotted name, whether it stands nested or flat, as the schema allows both. */
  static JsonNode at(JsonNode line, String name) {
    JsonNode flat = line.path(name);
    return flat.isMissingNode() ? line.at("/" + name.replace('.', '/')) : flat;
  }
}
