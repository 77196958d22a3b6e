package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a node's metrics were at one moment, in Prometheus's text format. */
record Metrics(List<String> lines) {

  static Metrics of(RunningNode node, Client client) {
    HttpResponse<byte[]> answer =
        client.get(node.admin() + "/metrics", "Authorization", "Bearer " + node.token());
    assertEquals(200, answer.statusCode());
    return new Metrics(new String(answer.body(), StandardCharsets.UTF_8).lines().toList());
  }

  /** The values of all series of a name that have these labels, each written as in the format. */
  double sum(String name, String... labels) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
