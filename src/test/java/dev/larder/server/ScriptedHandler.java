package dev.larder.server;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.exchange.Handler;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.PreparedHead;
import dev.larder.exchange.RequestBody;
import dev.larder.exchange.Shelf;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers by path as the test says, and remembers requests and the threads that asked. */
final class ScriptedHandler implements Handler {
  private final Map<String, Now> now = new ConcurrentHashMap<>();
  private final Map<String, Later> later = new ConcurrentHashMap<>();
  private final Map<String, Consumer<Pick>> shelved = new ConcurrentHashMap<>();

  /** Of whatever lies on the shelf: it has no length, so the content ends with the connection. */
  private static final PreparedHead HEAD = head();

  private static PreparedHead head() {
    ResponseHead head = new ResponseHead(200, Fields.of("X-From", "the shelf"));
    return Objects.requireNonNull(PreparedHead.of("OK", head, head, 1));
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final List<String> threads = new CopyOnWriteArrayList<>();

  /** An answer without waiting. */
  @FunctionalInterface
  interface Now {
    @Nullable Answer answer(Request request);
  }

  /** An answer that may wait. */
  @FunctionalInterface
  interface Later {
    Answer answer(Request request, RequestBody body) throws IOException;
  }

  /** From now on this path is answered on the I/O thread; all others are 404. */
  void now(String path, Now answer) {
    now.put(path, answer);
  }

  /** From now on this path is answered on a virtual thread. */
  void later(String path, Later answer) {
    later.put(path, answer);
  }

  static Answer answer(int status, Content content, String... fields) {
    return new Answer(new ResponseHead(status, Fields.of(fields)), content, Answer.Decision.NONE);
  }

  static Answer text(String text) {
    return answer(200, memory(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Content.Stored memory(byte[] bytes) {
    return Content.Stored.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }

  /** From now on the shelf has this at a path. */
  void shelve(String path, Consumer<Pick> content) {
    shelved.put(path, content);
  }

  @Override
  public Shelf shelf() {
    return new Shelf() {
      @Override
      public int accepted(@Nullable String acceptEncoding) {
        return 0;
      }

      @Override
      public boolean find(PlainRequest request, long nowMillis, Pick into) {
        Consumer<Pick> content = shelved.get(request.target().toString());
        if (content == null) {
          return false;
        }
        into.take(HEAD, 0, Answer.Decision.NONE);
        content.accept(into);
        return true;
      }
    };
  }

  @Override
  public @Nullable Answer answerNow(Request request) {
    if (later.containsKey(request.path())) {
      return null;
    }
    remember(request);
    Now answer = now.get(request.path());
    return answer == null ? answer(404, Content.None.INSTANCE) : answer.answer(request);
  }

  @Override
  public Answer answer(Request request, RequestBody body) {
    Later answer = later.get(request.path());
    if (answer == null) {
      Answer known = answerNow(request);
      return known == null ? answer(404, Content.None.INSTANCE) : known;
    }
    remember(request);
    try {
      return answer.answer(request, body);
    } catch (IOException e) {
      return answer(502, memory(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void remember(Request request) {
    requests.add(request);
    threads.add(
        (Thread.currentThread().isVirtual() ? "virtual " : "") + Thread.currentThread().getName());
  }
}
