package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import dev.larder.origin.Fetched;
import dev.larder.rules.ForwardReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers that this node writes itself. None of them may be stored by anyone. */
final class LocalAnswers {
  private static final String METHODS = "GET, HEAD, OPTIONS";

  /** For a day: what a site allows changes with its configuration only. */
  private static final String PREFLIGHT_SECONDS = "86400";

  private LocalAnswers() {}

  /** No site answers to the host (RFC 9110 §15.5.20). */
  static Answer misdirected(Request request) {
    return text(
        421,
        Fields.builder(),
        "No site of this node answers to " + host(request) + ".",
        new Outcome.Local("", "unknown host"));
  }

  private static String host(Request request) {
    return request.host().isEmpty() ? "a request without host" : request.host();
  }

  static Answer methodNotAllowed(Site site) {
    return text(
        405,
        Fields.builder().add("Allow", METHODS),
        "This site serves assets: " + METHODS + ".",
        new Outcome.Local(site.name(), "method not allowed"));
  }

  /** Answers OPTIONS, and with it what CORS asks before a request (Fetch §3.3). */
  static Answer options(Site site, Request request) {
    Fields.Builder fields = Fields.builder().add("Allow", METHODS);
    if (!site.allowOrigin().isEmpty()) {
      fields
          .add("Access-Control-Allow-Origin", site.allowOrigin())
          .add("Access-Control-Allow-Methods", METHODS)
          .add("Access-Control-Max-Age", PREFLIGHT_SECONDS);
      String asked = request.fields().combined("Access-Control-Request-Headers");
      if (asked != null) {
        fields
            .add("Access-Control-Allow-Headers", asked)
            .add("Vary", "Access-Control-Request-Headers");
      }
    }
    Outcome outcome = new Outcome.Local(site.name(), null);
    return new Answer(
        new ResponseHead(204, fields.add("Cache-Status", outcome.cacheStatus()).build()),
        Content.None.INSTANCE,
        outcome);
  }

  /** Nothing usable is stored, and the client wanted nothing else (RFC 9111 §5.2.1.7). */
  static Answer onlyIfCached(Site site) {
    return text(
        504,
        Fields.builder(),
        "Nothing is stored for this, and the request wants only what is.",
        new Outcome.Local(site.name(), "only-if-cached"));
  }

  /** The origin gave no usable answer. */
  static Answer failed(
      Site site, ForwardReason reason, boolean collapsed, Fetched.Failure failure, String detail) {
    Fields.Builder fields = Fields.builder();
    int status =
        switch (failure) {
          case UNREACHABLE, BROKEN -> 502;
          case TIMEOUT -> 504;
          case OVERLOADED -> {
            fields.add("Retry-After", "1");
            yield 503;
          }
        };
    return text(
        status,
        fields,
        sentence(failure),
        new Outcome.Forwarded(
            site.name(), ContentCoding.IDENTITY, reason, 0, false, collapsed, detail));
  }

  private static String sentence(Fetched.Failure failure) {
    return switch (failure) {
      case UNREACHABLE -> "The origin cannot be reached.";
      case BROKEN -> "The origin's answer cannot be used.";
      case TIMEOUT -> "The origin did not answer in time.";
      case OVERLOADED -> "Too many requests to the origin are under way.";
    };
  }

  static Answer broken(String site) {
    return text(
        500,
        Fields.builder(),
        "This node failed to answer; its log says why.",
        new Outcome.Local(site, "internal error"));
  }

  private static Answer text(int status, Fields.Builder fields, String sentence, Outcome outcome) {
    ByteBuffer content = ByteBuffer.wrap((sentence + '\n').getBytes(StandardCharsets.UTF_8));
    fields
        .add("Content-Type", "text/plain; charset=utf-8")
        .add("Cache-Control", "no-store")
        .add("Cache-Status", outcome.cacheStatus());
    return new Answer(
        new ResponseHead(status, fields.build()), Content.Stored.of(content), outcome);
  }
}
