package dev.larder.admin;

import static java.util.Objects.requireNonNull;

import dev.larder.cache.Explanation;
import dev.larder.cache.PurgeResult;
import dev.larder.exchange.Answer;
import dev.larder.exchange.Handler;
import dev.larder.exchange.RequestBody;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operator's HTTP API. Everything but health wants the bearer token (RFC 6750 §2.1). */
public final class AdminApi implements Handler {
  private static final int LARGEST_BODY = 1 << 20;

  /**
   * JSON, and what curl says of any content unless told otherwise. The latter opens no door to
   * forms on other sites' pages, since those cannot send the token.
   */
  private static final Set<String> JSON_TYPES =
      Set.of("application/json", "application/x-www-form-urlencoded");

  private final BearerToken token;
  private final Ports ports;

  /** What the API needs of the node. */
  public interface Ports {
    /** Why the node should get no requests now, a sentence each; empty when it is ready. */
    List<String> unreadiness();

    /** All metrics in Prometheus's text format. */
    String metrics();

    NodeStats stats();

    Purge purge();

    Explain explain();
  }

  /**
   * The API of a node.
   *
   * @param token one word of visible ASCII
   */
  public AdminApi(String token, Ports ports) {
    this.token = new BearerToken(token);
    this.ports = ports;
  }

  /** What there is, with the methods that it knows. */
  private enum Resource {
    HEALTH("/healthz", "GET, HEAD", true),
    READY("/readyz", "GET, HEAD", true),
    METRICS("/metrics", "GET, HEAD", false),
    STATS("/v1/stats", "GET, HEAD", false),
    EXPLAIN("/v1/explain", "GET, HEAD", false),
    PURGE("/v1/purge", "POST", false);

    private final String path;
    private final String methods;
    private final boolean open;

    Resource(String path, String methods, boolean open) {
      this.path = path;
      this.methods = methods;
      this.open = open;
    }

    static @Nullable Resource at(String path) {
      for (Resource resource : values()) {
        if (resource.path.equals(path)) {
          return resource;
        }
      }
      return null;
    }

    boolean knows(String method) {
      return List.of(methods.split(", ")).contains(method);
    }
  }

  @Override
  public @Nullable Answer answerNow(Request request) {
    Resource resource = Resource.at(request.path());
    Answer refusal = refusal(resource, request);
    if (refusal != null) {
      return Answers.forMethod(request, refusal);
    }
    return resource == Resource.HEALTH ? Answers.forMethod(request, healthy()) : null;
  }

  @Override
  public Answer answer(Request request, RequestBody body) {
    return Answers.forMethod(request, whole(request, body));
  }

  private Answer whole(Request request, RequestBody body) {
    Resource resource = Resource.at(request.path());
    Answer refusal = refusal(resource, request);
    if (refusal != null) {
      return refusal;
    }
    return switch (requireNonNull(resource)) {
      case HEALTH -> healthy();
      case READY -> readiness();
      case METRICS -> Answers.metrics(ports.metrics());
      case STATS -> Answers.json(200, ports.stats());
      case EXPLAIN -> explained(request);
      case PURGE -> purge(request, body);
    };
  }

  /** Why nothing here takes the request; null when something does. Strangers learn no paths. */
  private @Nullable Answer refusal(@Nullable Resource resource, Request request) {
    boolean open = resource != null && resource.open;
    if (!open && !token.isIn(request.fields())) {
      return Answers.unauthorized();
    }
    if (resource == null) {
      return Answers.error(404, "There is no " + request.path() + " here.");
    }
    return resource.knows(request.method())
        ? null
        : Answers.notAllowed(resource.path, resource.methods);
  }

  private static Answer healthy() {
    return Answers.text(200, "ok\n");
  }

  /** What {@code GET /readyz} shows. */
  private record Readiness(boolean ready, List<String> why) {}

  private Answer readiness() {
    List<String> troubles = ports.unreadiness();
    boolean ready = troubles.isEmpty();
    return Answers.json(ready ? 200 : 503, new Readiness(ready, troubles));
  }

  /** As JSON, or as lines for people where those are asked for. */
  private Answer explained(Request request) {
    return switch (ExplainRequest.parse(request)) {
      case ExplainRequest.Wrong wrong -> Answers.error(400, wrong.sentence());
      case ExplainRequest.Understood(String url, Fields fields) ->
          switch (ports.explain().about(url, fields)) {
            case Explanation.Refused refused -> Answers.error(400, refused.sentence());
            case Explanation.Explained explained ->
                request.fields().lists("Accept", "text/plain")
                    ? Answers.text(200, lines(explained))
                    : Answers.json(200, members(explained));
          };
    };
  }

  private static Map<String, String> members(Explanation.Explained explained) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Explanation.Fact fact : explained.facts()) {
      members.put(fact.name(), fact.value());
    }
    return members;
  }

  private static String lines(Explanation.Explained explained) {
    StringBuilder lines = new StringBuilder();
    for (Explanation.Fact fact : explained.facts()) {
      lines.append(String.format("%-24s%s%n", fact.name(), fact.value()));
    }
    return lines.toString();
  }

  private Answer purge(Request request, RequestBody body) {
    String type = request.fields().combined("Content-Type");
    if (type != null && !JSON_TYPES.contains(mediaType(type))) {
      return Answers.error(415, "The content must be application/json.");
    }
    byte[] json;
    try {
      json = read(body);
    } catch (IOException broken) {
      return Answers.error(400, "The content did not arrive whole; nothing was purged.");
    }
    if (json == null) {
      return Answers.error(413, "The content is larger than 1 MiB.");
    }
    return switch (PurgeRequest.parse(json)) {
      case PurgeRequest.Wrong wrong -> Answers.error(400, wrong.sentence());
      case PurgeRequest.Understood understood -> purged(ports.purge().carryOut(understood.order()));
    };
  }

  /** Type and subtype, without parameters. */
  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static Answer purged(PurgeResult result) {
    return switch (result) {
      case PurgeResult.Refused refused -> Answers.error(400, refused.sentence());
      case PurgeResult.Failed failed -> Answers.error(500, failed.sentence());
      case PurgeResult.Purged purged -> {
        Map<String, @Nullable Long> members = new LinkedHashMap<>();
        members.put("epoch", purged.epoch());
        members.put("objects", purged.objects());
        yield Answers.json(200, members);
      }
    };
  }

  /** The whole content, null when it is too large. */
  private static byte @Nullable [] read(RequestBody body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (body.read(buffer.clear()) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      if (all.size() > LARGEST_BODY) {
        return null;
      }
    }
    return all.toByteArray();
  }
}
