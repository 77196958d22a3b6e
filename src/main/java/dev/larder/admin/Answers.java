package dev.larder.admin;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The forms of the API's answers. None of them may be stored. */
final class Answers {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** The version of Prometheus's text format. */
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private Answers() {}

  static Answer text(int status, String text) {
    return answer(status, PLAIN, text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer metrics(String text) {
    return answer(200, PROMETHEUS, text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer json(int status, Object value) {
    return answer(status, "application/json", line(value));
  }

  static Answer error(int status, String sentence) {
    return json(status, Map.of("error", sentence));
  }

  static Answer unauthorized() {
    return answer(
        401,
        "application/json",
        line(Map.of("error", "This needs the node's token as a bearer token.")),
        "WWW-Authenticate",
        "Bearer realm=\"larder\"");
  }

  static Answer notAllowed(String path, String methods) {
    return answer(
        405,
        "application/json",
        line(Map.of("error", path + " knows " + methods + ".")),
        "Allow",
        methods);
  }

  /** The answer as it leaves: without its content, but with its length, when it answers HEAD. */
  static Answer forMethod(Request request, Answer answer) {
    if (!request.isHead()) {
      return answer;
    }
    Fields fields =
        answer.head().fields().toBuilder()
            .set("Content-Length", Long.toString(answer.content().length()))
            .build();
    return new Answer(
        answer.head().withFields(fields), Content.None.INSTANCE, Answer.Decision.NONE);
  }

  private static byte[] line(Object value) {
    return (JSON.writeValueAsString(value) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static Answer answer(int status, String type, byte[] body, String... more) {
    Fields fields =
        Fields.of("Content-Type", type, "Cache-Control", "no-store").toBuilder()
            .addAll(Fields.of(more))
            .build();
    return new Answer(
        new ResponseHead(status, fields),
        Content.Stored.of(ByteBuffer.wrap(body)),
        Answer.Decision.NONE);
  }
}
