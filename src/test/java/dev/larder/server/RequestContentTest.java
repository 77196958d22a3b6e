package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The content of requests reaches the handler whole, and within its limit. */
class RequestContentTest {
  private static final byte[] CONTENT = new byte[300_000];
  private static final String FORM = "POST /echo HTTP/1.1\r\nHost: a\r\n";

  static {
    new Random(1).nextBytes(CONTENT);
  }

  private FrontFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = FrontFixture.start();
    fixture.handler.later(
        "/echo",
        (request, body) ->
            ScriptedHandler.answer(
                200,
                ScriptedHandler.memory(all(body)),
                "Announced",
                String.valueOf(body.length())));
    fixture.handler.now("/ignore", request -> ScriptedHandler.text("ignored"));
    fixture.handler.now("/now", request -> ScriptedHandler.text("now"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static byte[] all(RequestBody body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    while (body.read(buffer.clear()) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
    }
    return all.toByteArray();
  }

  private static BodyPublisher unannounced(byte[] content) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content));
  }

  private HttpResponse<byte[]> post(Way way, String path, BodyPublisher content) throws Exception {
    return fixture.send(way, fixture.request(way, path).POST(content).build());
  }

  @ParameterizedTest
  @EnumSource
  void announcedContentIsRead(Way way) throws Exception {
    HttpResponse<byte[]> got = post(way, "/echo", BodyPublishers.ofByteArray(CONTENT));
    assertArrayEquals(CONTENT, got.body());
    assertEquals("300000", got.headers().firstValue("Announced").orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void contentOfUnknownLengthIsRead(Way way) throws Exception {
    HttpResponse<byte[]> got = post(way, "/echo", unannounced(CONTENT));
    assertArrayEquals(CONTENT, got.body());
    assertEquals("-1", got.headers().firstValue("Announced").orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void tooLargeAnnouncedContentIsRefused(Way way) throws Exception {
    byte[] content = new byte[FrontFixture.LARGEST_BODY + 1];
    assertEquals(413, post(way, "/echo", BodyPublishers.ofByteArray(content)).statusCode());
    assertTrue(fixture.handler.requests.isEmpty());
    assertEquals(null, fixture.told().request());
    fixture.assertNothingElseTold();
  }

  @ParameterizedTest
  @EnumSource
  void tooLargeContentOfUnknownLengthIsRefused(Way way) throws Exception {
    byte[] content = new byte[FrontFixture.LARGEST_BODY + 1];
    assertEquals(413, post(way, "/echo", unannounced(content)).statusCode());
    byte[] largest = new byte[FrontFixture.LARGEST_BODY];
    assertEquals(largest.length, post(way, "/echo", unannounced(largest)).body().length);
  }

  @ParameterizedTest
  @EnumSource
  void contentThatNobodyReadsHarmsNoAnswer(Way way) throws Exception {
    try (HttpClient client = fixture.client(way)) {
      HttpRequest post =
          fixture.request(way, "/ignore").POST(BodyPublishers.ofByteArray(CONTENT)).build();
      for (int i = 0; i < 5; i++) {
        assertEquals("ignored", client.send(post, HttpResponse.BodyHandlers.ofString()).body());
        HttpRequest get = fixture.request(way, "/now").build();
        assertEquals("now", client.send(get, HttpResponse.BodyHandlers.ofString()).body());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatWaitsIsToldToContinue(Way way) throws Exception {
    HttpRequest request =
        fixture
            .request(way, "/echo")
            .expectContinue(true)
            .POST(BodyPublishers.ofByteArray(CONTENT))
            .build();
    assertArrayEquals(CONTENT, fixture.send(way, request).body());
  }

  @Test
  void clientThatWaitsForNothingIsAnsweredAtOnce() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(
          "POST /ignore HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      RawClient.Got got = client.read();
      assertEquals("ignored", got.content());
      assertTrue(got.fields().lists("Connection", "close"));
      assertTrue(client.isEnded());
    }
  }

  @Test
  void tooLargeContentIsRefusedBeforeItIsSent() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(FORM + "Expect: 100-continue\r\nContent-Length: 999999999\r\n\r\n");
      assertEquals(413, client.read().status());
    }
  }

  @Test
  void contentThatNeverComesEndsTheConnection() throws Exception {
    try (FrontFixture hasty = FrontFixture.start(Duration.ofMillis(300), FrontFixture.PATIENCE);
        RawClient client = hasty.connect(Way.HTTP)) {
      hasty.handler.later(
          "/echo",
          (request, body) -> ScriptedHandler.answer(200, ScriptedHandler.memory(all(body))));
      client.send(FORM + "Content-Length: 5\r\n\r\nabc");
      assertEquals(502, client.read().status());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void connectionThatCarriedContentGoesOn() throws Exception {
    try (RawClient client = fixture.connect(Way.HTTP)) {
      client.send(FORM + "Content-Length: 3\r\n\r\nabc");
      assertEquals("abc", client.read().content());
      client.send(FORM + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n");
      assertEquals("abc", client.read().content());
      assertEquals("now", client.get("/now").read().content());
    }
  }

  @Test
  void brokenChunksEndTheConnection() throws Exception {
    for (String chunks : new String[] {"x\r\n", "-1\r\n", "ffffffffffffffff1\r\n"}) {
      try (RawClient client = fixture.connect(Way.HTTP)) {
        client.send(FORM + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
        assertTrue(client.isRefused(), chunks);
      }
    }
  }
}
