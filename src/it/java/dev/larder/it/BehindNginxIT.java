package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.testing.Decoded;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants and their tags, seen through nginx's cache, which stands before a node. */
class BehindNginxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SCRIPT =
      new Random(7)
          .ints(3_000, 0, 500)
          .mapToObj(number -> "function item" + number + "() { return " + number % 7 + "; }\n")
          .collect(Collectors.joining());

  @TempDir Path directory;

  @Test
  void whatNginxHoldsIsFreshenedThoughItsVariantWasReplaced() throws IOException {
    Path scratch = Files.createDirectory(directory.resolve("nginx"));
    try (CountingOrigin origin = CountingOrigin.start();
        Client client = Client.plain()) {
      origin.put("/a.js", Page.of("text/javascript", SCRIPT));
      NodePlan plan = NodePlan.before(origin.url(), directory);
      try (RunningNode node = plan.start();
          NginxOrigin nginx = NginxOrigin.caching(node.base(Way.HTTP), scratch)) {
        String url = nginx.url() + "/a.js";
        HttpResponse<byte[]> first = client.get(url, "Accept-Encoding", "br");
        String before = Client.field(first, "ETag");
        Await.until(
            PATIENCE,
            () -> "no better variant is made",
            () ->
                !Client.field(
                        client.get(node.base(Way.HTTP) + "/a.js", "Accept-Encoding", "br"), "ETag")
                    .equals(before));
        Await.until(
            PATIENCE,
            () -> "nginx does not validate",
            () ->
                Client.field(client.get(url, "Accept-Encoding", "br"), "X-Cache")
                    .equals("REVALIDATED"));
        HttpResponse<byte[]> held = client.get(url, "Accept-Encoding", "br");
        assertEquals(before, Client.field(held, "ETag"));
        assertEquals(Sha256.of(first.body()), Sha256.of(held.body()), "nothing was sent anew");
        assertEquals(SCRIPT, text(held));
        HttpResponse<byte[]> plain = client.get(url, "Accept-Encoding", "identity");
        assertFalse(plain.headers().firstValue("Content-Encoding").isPresent());
        assertEquals(SCRIPT, text(plain));
        assertEquals(SCRIPT, text(client.get(url, "Accept-Encoding", "gzip")));
        assertEquals(1, origin.seen("/a.js").size());
      }
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    String coding = response.headers().firstValue("Content-Encoding").orElse("identity");
    return new String(Decoded.of(coding, response.body()), StandardCharsets.UTF_8);
  }
}
