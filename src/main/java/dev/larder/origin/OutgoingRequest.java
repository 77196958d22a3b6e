package dev.larder.origin;

import dev.larder.http.Fields;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * What is sent for a fetch: its fields in their order, without those of the connection, a {@code
 * Host} where there is none, and the framing of its content. {@code Expect} is left out, because
 * the content follows at once.
 */
record OutgoingRequest(Origin.Fetch fetch, String authority, String prefix) {
  /** Methods whose content is expected, so that its absence is said (RFC 9110 §8.6). */
  private static final Set<String> EXPECT_CONTENT = Set.of("POST", "PUT", "PATCH");

  /** RFC 9110 §9.2.2, without TRACE. */
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /**
   * @throws IllegalArgumentException when the fetch has a character that cannot be sent, which a
   *     front must have refused
   */
  ClassicHttpRequest message(RequestContent.Progress progress) {
    String path = fetch.target().startsWith("/") ? prefix + fetch.target() : fetch.target();
    requireSendable(path, ' ');
    requireSendable(fetch.method(), ' ');
    ClassicHttpRequest message = new BasicClassicHttpRequest(fetch.method(), path);
    message.setPath(path);
    Fields fields =
        ConnectionFields.without(fetch.fields()).toBuilder()
            .remove("Content-Length")
            .remove("Expect")
            .build();
    if (!fields.contains("Host")) {
      message.addHeader("Host", authority);
    }
    for (Fields.Field field : fields) {
      requireSendable(field.name(), ' ');
      requireSendable(field.value(), (char) 0);
      message.addHeader(field.name(), field.value());
    }
    frame(message, progress);
    return message;
  }

  private void frame(ClassicHttpRequest message, RequestContent.Progress progress) {
    long length = fetch.body().length();
    if (length < 0) {
      message.addHeader("Transfer-Encoding", "chunked");
    } else if (length > 0 || EXPECT_CONTENT.contains(fetch.method())) {
      message.addHeader("Content-Length", Long.toString(length));
    }
    if (length != 0) {
      message.setEntity(new RequestContent(fetch.body(), progress));
    }
  }

  /** Whether it does no harm to send it twice, and can be done. */
  boolean repeatable() {
    return fetch.body().length() == 0 && IDEMPOTENT.contains(fetch.method());
  }

  private static void requireSendable(String text, char alsoForbidden) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff || c == alsoForbidden) {
        throw new IllegalArgumentException("a request has a character that HTTP cannot send");
      }
    }
  }
}
