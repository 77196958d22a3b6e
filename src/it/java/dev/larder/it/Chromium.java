package dev.larder.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Debian's Chromium with a profile of its own, in which it keeps what it loaded. */
final class Chromium implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A test talks to nobody but the node; and no machine of a build has a screen. */
  private static final List<String> QUIET =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final BrowserContext context;
  private final Page page;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Map<String, String>> asked = new HashMap<>();
  private final Map<String, Map<String, String>> answered = new HashMap<>();
  private int probes;

  /**
   * What came for a URL, as it went over the wire.
   *
   * @param request fields by their names in lower case
   * @param response likewise
   * @param bodyBytes as they came, in their coding
   */
  record Loaded(Map<String, String> request, Map<String, String> response, int bodyBytes) {
    String coding() {
      return response.getOrDefault("content-encoding", "identity");
    }
  }

  private Chromium(Playwright playwright, BrowserContext context) {
    this.playwright = playwright;
    this.context = context;
    this.page = context.pages().getFirst();
    CDPSession session = context.newCDPSession(page);
    session.on(
        "Network.requestWillBeSent",
        sent -> ids.put(text(sent.getAsJsonObject("request"), "url"), text(sent, "requestId")));
    session.on(
        "Network.requestWillBeSentExtraInfo",
        sent -> asked.put(text(sent, "requestId"), fields(sent)));
    session.on(
        "Network.responseReceivedExtraInfo",
        received -> answered.put(text(received, "requestId"), fields(received)));
    session.send("Network.enable");
  }

  /**
   * Starts it with an empty profile.
   *
   * @param trusted counts as if a known authority had signed it; from others, dictionaries are
   *     neither taken nor offered, even where the error itself is ignored
   */
  static Chromium start(Path profile, TestCertificate trusted) throws IOException {
    Path program = Programs.find("chromium");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      List<String> arguments = new ArrayList<>(QUIET);
      arguments.add("--ignore-certificate-errors-spki-list=" + keyHash(trusted));
      BrowserType.LaunchPersistentContextOptions options =
          new BrowserType.LaunchPersistentContextOptions()
              .setExecutablePath(program)
              .setHeadless(true)
              // A sandbox within the sandbox of a build needs rights that root does not have.
              .setChromiumSandbox(false)
              .setArgs(arguments);
      return new Chromium(
          playwright, playwright.chromium().launchPersistentContext(profile, options));
    } catch (IOException | RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  private static String keyHash(TestCertificate trusted) throws IOException {
    try (InputStream pem = Files.newInputStream(trusted.certificate())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
      byte[] key = certificate.getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(Sha256.digest().digest(key));
    } catch (CertificateException e) {
      throw new AssertionError("no certificate in " + trusted.certificate(), e);
    }
  }

  /** Opens a page, and waits for it and its scripts. */
  void open(String url) {
    page.navigate(url);
  }

  /** The value of an expression in the page. */
  String value(String expression) {
    return String.valueOf(page.evaluate(expression));
  }

  /** What came for a URL that the page that is open loaded. */
  Loaded loaded(String url) {
    page.waitForCondition(() -> !asked(url).isEmpty() && !answered(url).isEmpty());
    Object bytes =
        page.evaluate("url => performance.getEntriesByName(url).at(-1).encodedBodySize", url);
    return new Loaded(asked(url), answered(url), ((Number) bytes).intValue());
  }

  /**
   * Waits until it offers a dictionary for URLs that are there to ask with, each once. It keeps a
   * dictionary some time after it ran the script, and says so in no other way.
   */
  void awaitOffer(String hash, IntFunction<String> probe) {
    Await.until(
        LIMIT,
        () -> "Chromium does not offer " + hash + "; it sent " + asked(probe.apply(probes)),
        () -> {
          String url = probe.apply(++probes);
          page.evaluate("url => fetch(url).then(answer => answer.status)", url);
          return hash.equals(asked(url).get("available-dictionary"));
        });
  }

  private Map<String, String> asked(String url) {
    return asked.getOrDefault(ids.getOrDefault(url, ""), Map.of());
  }

  private Map<String, String> answered(String url) {
    return answered.getOrDefault(ids.getOrDefault(url, ""), Map.of());
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static Map<String, String> fields(JsonObject event) {
    Map<String, String> fields = new HashMap<>();
    for (Map.Entry<String, JsonElement> field : event.getAsJsonObject("headers").entrySet()) {
      fields.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue().getAsString());
    }
    return fields;
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
  }
}
