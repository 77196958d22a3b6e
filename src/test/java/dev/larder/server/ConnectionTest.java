package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Fields;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections carry many requests, and outlive a handler that fails. */
class ConnectionTest {
  private FrontFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = FrontFixture.start();
    fixture.handler.now("/now", request -> ScriptedHandler.text("now"));
    fixture.handler.later("/later", (request, body) -> ScriptedHandler.text("later"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTPS"})
  void pipelinedRequestsAreAnsweredInOrderOnTheirThreads(Way way) throws Exception {
    try (RawClient client = fixture.connect(way)) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        requests.append("GET /now HTTP/1.1\r\nHost: a\r\n\r\n");
        requests.append("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
      }
      client.send(requests.toString());
      for (int i = 0; i < 50; i++) {
        assertEquals("now", client.read().content());
        assertEquals("later", client.read().content());
      }
    }
    for (int i = 0; i < 100; i++) {
      String wanted = i % 2 == 0 ? "test I/O-" : "virtual test-request-";
      String thread = fixture.handler.threads.get(i);
      assertTrue(thread.startsWith(wanted), thread);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredClientsAreAnsweredAtOnce(Way way) throws Exception {
    int clients = 200;
    CompletableFuture<Void> all = new CompletableFuture<>();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    fixture.handler.later(
        "/together",
        (request, body) -> {
          try {
            if (fixture.handler.requests.size() == clients) {
              all.complete(null);
            }
            all.get(FrontFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return ScriptedHandler.text("together");
          } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
          }
        });
    try (HttpClient one = fixture.client(way);
        HttpClient other = fixture.client(way)) {
      for (int i = 0; i < clients; i++) {
        answers.add(
            (i % 2 == 0 ? one : other)
                .sendAsync(
                    fixture.request(way, "/together").build(),
                    HttpResponse.BodyHandlers.ofString()));
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertEquals("together", answer.get(60, TimeUnit.SECONDS).body());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void handlerThatFailsIsAFiveHundredAndTheConnectionGoesOn(Way way) throws Exception {
    fixture.handler.now(
        "/fails",
        request -> {
          throw new IllegalStateException("as the test wants");
        });
    fixture.handler.later(
        "/failsLater",
        (request, body) -> {
          throw new IllegalStateException("as the test wants");
        });
    fixture.handler.now(
        "/badHead",
        request -> ScriptedHandler.answer(200, ScriptedHandler.memory(new byte[3]), "a\nb", "c"));
    try (HttpClient client = fixture.client(way)) {
      for (String path : List.of("/fails", "/failsLater", "/badHead")) {
        assertEquals(500, status(client, way, path), path);
        assertEquals(500, toldStatus());
        assertEquals(200, status(client, way, "/now"));
        assertEquals(200, toldStatus());
      }
    }
    fixture.assertNothingElseTold();
  }

  private int toldStatus() throws Exception {
    return Objects.requireNonNull(fixture.told().head()).status();
  }

  private int status(HttpClient client, Way way, String path) throws Exception {
    return client
        .send(fixture.request(way, path).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void failingHandlerKeepsTheConnection() throws Exception {
    fixture.handler.now(
        "/fails",
        request -> {
          throw new IllegalStateException("as the test wants");
        });
    try (RawClient client = fixture.connect(Way.HTTP)) {
      assertEquals(500, client.get("/fails").read().status());
      assertEquals("now", client.get("/now").read().content());
      assertEquals("later", client.get("/later").read().content());
    }
  }

  @Test
  void clientThatWantsToEndTheConnectionIsToldSo() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send("GET /now HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      Fields fields = client.read().fields();
      assertTrue(fields.lists("Connection", "close"));
      assertTrue(client.isEnded());
    }
  }

  @Test
  void oldClientGetsItsAnswer() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      assertEquals("now", client.send("GET /now HTTP/1.0\r\n\r\n").read().content());
      assertTrue(client.isEnded());
      assertEquals("HTTP/1.0", fixture.handler.requests.getFirst().protocol());
      assertEquals("", fixture.handler.requests.getFirst().authority());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTPS"})
  void silentConnectionIsEnded(Way way) throws Exception {
    try (FrontFixture hasty = FrontFixture.start(FrontFixture.PATIENCE, Duration.ofMillis(300))) {
      hasty.handler.now("/now", request -> ScriptedHandler.text("now"));
      try (RawClient silent = hasty.connect(way);
          RawClient once = hasty.connect(way)) {
        assertEquals("now", once.get("/now").read().content());
        assertTrue(once.isEnded());
        assertTrue(silent.isEnded());
      }
    }
  }
}
