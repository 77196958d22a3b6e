package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.larder.config.ConfigReader;
import dev.larder.config.Flag;
import dev.larder.config.NodeConfig;
import dev.larder.config.Reading;
import dev.larder.config.StoreDirectory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node warms up with requests of its own, which nobody else sees. */
class RehearsalTest {

  @TempDir Path directory;

  @Test
  void nodeAnswersBeforeItIsWarmAndIsReadyAfter() throws Exception {
    Path files = Files.createDirectory(directory.resolve("files"));
    Files.writeString(files.resolve("a.css"), "p { margin: 0 }");
    try (RunningNode node = Node.start(config(files, "300ms"));
        HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(200, status(client, node.address().getPort(), "/a.css"));
      assertEquals(503, status(client, node.adminAddress().getPort(), "/readyz"));
      node.warm();
      assertEquals(200, status(client, node.adminAddress().getPort(), "/readyz"));
    }
    List<String> log = Files.readAllLines(directory.resolve("access.log"));
    assertTrue(log.size() == 1 && log.getFirst().contains("/a.css"), log::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void itIsAnsweredOften(int ioThreads) {
    assertTrue(Rehearsal.play(Duration.ofMillis(300), ioThreads) > 0);
  }

  private NodeConfig config(Path files, String warmUp) {
    List<Flag> flags =
        List.of(
            NodeFlag.ORIGIN.set(files.toString()),
            NodeFlag.STORE.set(directory.resolve("store").toString()),
            NodeFlag.LISTEN.set("127.0.0.1:0"),
            NodeFlag.ADMIN.set("127.0.0.1:0"),
            NodeFlag.WARM_UP.set(warmUp),
            new Flag("test", "access-log", directory.resolve("access.log").toString()));
    return ConfigReader.forStart(new StoreDirectory(Map.of(), directory)).read(null, flags)
            instanceof Reading.Good good
        ? good.config()
        : fail("the settings are bad");
  }

  private static int status(HttpClient client, int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
