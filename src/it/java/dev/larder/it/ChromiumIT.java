package dev.larder.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A browser that holds one version of a script takes the next as a delta, and runs it. The script
 * is jQuery, which says of itself which version it is.
 */
class ChromiumIT {

  private static final String OLD = "3.7.0";
  private static final String NEW = "3.7.1";

  @TempDir static Path shared;

  private static TestCertificate certificate;
  private static Chromium chromium;
  private static Corpus corpus;

  @TempDir Path directory;

  private final Client client = Client.plain();
  private CountingOrigin origin;
  private RunningNode node;
  private Path log;

  @BeforeAll
  static void startBrowser() throws IOException {
    corpus = Corpus.of(Set.of("jquery"));
    certificate = Openssl.certificate(shared);
    chromium = Chromium.start(Files.createDirectory(shared.resolve("profile")), certificate);
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    origin = CountingOrigin.start();
    for (String version : List.of(OLD, NEW)) {
      String html = "<!doctype html><script src=" + script(version) + "></script>";
      origin.put(page(version), Page.of("text/html", html));
      origin.put(script(version), jQuery(version));
    }
    log = directory.resolve("access.log");
    node = NodePlan.configured(configuration(), directory).withTls(certificate).start();
  }

  @AfterEach
  void stop() {
    node.close();
    client.close();
    origin.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTP2"})
  void nextVersionComesAsADeltaAndRuns(Way way) throws IOException {
    HeldVersion held = browseOldVersion(way);
    storeNewVersion();
    Chromium.Loaded loaded = browse(way, NEW);

    assertEquals(held.hash(), loaded.request().get("available-dictionary"));
    assertEquals("dcb", loaded.coding(), () -> "came with " + loaded.response());
    assertEquals(0, node.terminate());
    List<Integer> counted = AccessLog.read(log).bodyBytes(script(NEW), "dcb");
    assertEquals(List.of(loaded.bodyBytes()), counted, "the node counted what the browser took");
    int whole = jQuery(NEW).body().length;
    assertTrue(loaded.bodyBytes() < whole / 50, () -> loaded.bodyBytes() + " bytes of " + whole);
    Figures.note(
        "Chromium, %s: jQuery %s to %s in %,d bytes of %,d"
            .formatted(way, OLD, NEW, loaded.bodyBytes(), whole));
  }

  @Test
  void versionThatWasPurgedIsNoDictionary() {
    HeldVersion held = browseOldVersion(Way.HTTP);
    storeNewVersion();
    purge(script(OLD));
    Chromium.Loaded loaded = browse(Way.HTTP, NEW);

    assertEquals(held.hash(), loaded.request().get("available-dictionary"));
    assertEquals("br", loaded.coding(), () -> "came with " + loaded.response());
  }

  @Test
  void firstVisitorOfAVersionGetsItPlain() {
    HeldVersion held = browseOldVersion(Way.HTTP);
    Chromium.Loaded loaded = browse(Way.HTTP, NEW);

    assertEquals(held.hash(), loaded.request().get("available-dictionary"));
    assertEquals("br", loaded.coding(), () -> "came with " + loaded.response());
  }

  @Test
  void clientThatKnowsNoDictionariesGetsAPlainVariant() {
    storeBothVersions();
    String hash = HeldVersion.of(jQuery(OLD).body()).hash();
    String url = node.base(Way.HTTP) + script(NEW);
    assertPlain("br", client.get(url, "Accept-Encoding", "gzip, br"));
    assertPlain("br", client.get(url, "Accept-Encoding", "gzip, br", "Available-Dictionary", hash));
    assertPlain("gzip", client.get(url, "Accept-Encoding", "gzip", "Available-Dictionary", hash));
    assertPlain("", client.get(url, "Available-Dictionary", hash));
    assertPlain("br", client.get(url, "Accept-Encoding", "gzip, br, dcb"));
  }

  @Test
  void wrongHashGetsAPlainVariant() {
    storeBothVersions();
    String url = node.base(Way.HTTP) + script(NEW);
    assertPlain("br", HeldVersion.of("of nobody".getBytes(UTF_8)).get(client, url));
    for (String malformed : List.of("", "::", ":AAAA:", "no bytes", ":%%%:")) {
      assertPlain(
          "br",
          client.get(url, "Accept-Encoding", "gzip, br, dcb", "Available-Dictionary", malformed));
    }
  }

  /** Opens the page of the old version, and waits until the browser offers it as a dictionary. */
  private HeldVersion browseOldVersion(Way way) {
    Chromium.Loaded loaded = browse(way, OLD);
    assertEquals("br", loaded.coding());
    assertEquals("match=\"/app/*/app.js\"", loaded.response().get("use-as-dictionary"));
    HeldVersion held = HeldVersion.of(jQuery(OLD).body());
    chromium.awaitOffer(held.hash(), probe -> base(way) + script("probe-" + probe));
    return held;
  }

  /** Opens the page of a version, and sees that its script ran. */
  private Chromium.Loaded browse(Way way, String version) {
    chromium.open(base(way) + page(version));
    assertEquals(version, chromium.value("jQuery.fn.jquery"));
    return chromium.loaded(base(way) + script(version));
  }

  private void storeNewVersion() {
    String url = node.base(Way.HTTP) + script(NEW);
    assertPlain("br", client.get(url, "Accept-Encoding", "br"));
  }

  private void storeBothVersions() {
    client.get(node.base(Way.HTTP) + script(OLD), "Accept-Encoding", "br");
    storeNewVersion();
  }

  private void assertPlain(String coding, HttpResponse<byte[]> response) {
    String what = response.request().headers().map() + " got " + response.headers().map();
    assertEquals(200, response.statusCode(), what);
    assertEquals(coding, Client.field(response, "Content-Encoding"), what);
    assertArrayEquals(jQuery(NEW).body(), Bodies.decoded(response), what);
  }

  private void purge(String path) {
    HttpResponse<byte[]> purged =
        client.post(
            node.admin() + "/v1/purge",
            "{\"urls\":[\"http://any.test%s\"]}".formatted(path),
            "Authorization",
            "Bearer " + node.token(),
            "Content-Type",
            "application/json");
    assertEquals(200, purged.statusCode(), () -> new String(purged.body(), UTF_8));
  }

  private Path configuration() throws IOException {
    return Files.writeString(
        directory.resolve("larder.yaml"),
        """
        access-log: %s
        sites:
          - name: assets
            origin: %s
        """
            .formatted(log, origin.url()));
  }

  /** A context in which browsers keep dictionaries: HTTPS, or plain HTTP on this name. */
  private String base(Way way) {
    return node.base(way).replace("127.0.0.1", "localhost");
  }

  private static Page jQuery(String version) {
    return corpus.page("/jquery/" + version + "/dist/jquery.js");
  }

  private static String page(String version) {
    return "/page/" + version;
  }

  private static String script(String version) {
    return "/app/" + version + "/app.js";
  }
}
