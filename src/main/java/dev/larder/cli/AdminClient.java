package dev.larder.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Speaks with a node's admin API.
 *
 * @param admin host and port
 */
record AdminClient(String admin, String token) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What came of asking. */
  sealed interface Reply {

    record Answered(int status, String body) implements Reply {

      /** Why an answer that is none of those hoped for is not. */
      String refusal() {
        return status == 401
            ? "the node does not accept this token"
            : "the node refused: " + status + " " + body.strip();
      }
    }

    /** A sentence for the operator. */
    record Unanswered(String sentence) implements Reply {}
  }

  /** Begins a request to a path of the API. */
  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://" + admin + target))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  /** Asks, and waits for the answer. */
  Reply ask(HttpRequest request) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply.Answered(response.statusCode(), response.body());
    } catch (ConnectException | HttpConnectTimeoutException nobody) {
      return new Reply.Unanswered("no node answers on " + admin + ": is it running there?");
    } catch (IOException broken) {
      return new Reply.Unanswered(
          "the node on " + admin + " did not answer: " + broken.getMessage());
    }
  }
}
