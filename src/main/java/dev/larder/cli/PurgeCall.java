package dev.larder.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One purge, as it is asked of a node's admin API.
 *
 * @param urls to be purged, each with its query
 * @param prefixes to be purged with all below them
 * @param all whether everything is to be purged
 * @param expire whether what is purged may be used again once the origin has validated it
 */
record PurgeCall(List<String> urls, List<String> prefixes, boolean all, boolean expire) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern EPOCH = Pattern.compile("\"epoch\"\\s*:\\s*(\\d+)");
  private static final Pattern OBJECTS = Pattern.compile("\"objects\"\\s*:\\s*(\\d+)");
  private static final Pattern QUOTED_SIGN = Pattern.compile("[\"\\\\\\x00-\\x1f]");

  PurgeCall {
    urls = List.copyOf(urls);
    prefixes = List.copyOf(prefixes);
  }

  /** Whether nothing is to be purged. */
  boolean isEmpty() {
    return urls.isEmpty() && prefixes.isEmpty() && !all;
  }

  /** What came of it. */
  sealed interface Outcome {

    /** The sentence for the operator. */
    String sentence();

    record Purged(String sentence) implements Outcome {}

    record Failed(String sentence) implements Outcome {}
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param admin host and port
   */
  Outcome ask(String admin, String token) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + admin + "/v1/purge"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json()))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      return outcome(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (ConnectException | HttpConnectTimeoutException nobody) {
      return new Outcome.Failed("no node answers on " + admin + ": is it running there?");
    } catch (IOException broken) {
      return new Outcome.Failed("the node on " + admin + " did not answer: " + broken.getMessage());
    }
  }

  String json() {
    return "{\"urls\":"
        + array(urls)
        + ",\"prefixes\":"
        + array(prefixes)
        + (all ? ",\"all\":true" : "")
        + ",\"mode\":\""
        + (expire ? "expire" : "remove")
        + "\"}";
  }

  private static Outcome outcome(HttpResponse<String> response) {
    Matcher epoch = EPOCH.matcher(response.body());
    if (response.statusCode() == 200 && epoch.find()) {
      Matcher objects = OBJECTS.matcher(response.body());
      String number = objects.find() ? objects.group(1) : "an uncounted number of";
      return new Outcome.Purged("purged: epoch " + epoch.group(1) + ", " + number + " objects");
    }
    String why =
        response.statusCode() == 401
            ? "the node does not accept this token"
            : "the node refused: " + response.statusCode() + " " + response.body().strip();
    return new Outcome.Failed(why);
  }

  private static String array(List<String> values) {
    return values.stream().map(PurgeCall::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String value) {
    return QUOTED_SIGN
        .matcher(value)
        .replaceAll(sign ->
            Matcher.quoteReplacement(String.format("\\u%04x", (int) sign.group().charAt(0))))
        .transform(safe -> "\"" + safe + "\"");
  }
}
