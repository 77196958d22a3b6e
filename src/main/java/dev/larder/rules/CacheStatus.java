package dev.larder.rules;

import org.jspecify.annotations.Nullable;

/** The member that this cache adds to {@code Cache-Status} (RFC 9211 §2). */
public final class CacheStatus {
  private static final String CACHE = "larder";

  private CacheStatus() {}

  /** Answered from the store. */
  public static String hit(long ttl, @Nullable String detail) {
    return withDetail(new StringBuilder(CACHE).append("; hit; ttl=").append(ttl), detail);
  }

  /**
   * Forwarded.
   *
   * @param status the origin's status code, 0 when it did not answer
   */
  public static String forwarded(
      ForwardReason reason,
      int status,
      boolean stored,
      boolean collapsed,
      @Nullable String detail) {
    StringBuilder text = new StringBuilder(CACHE).append("; fwd=").append(reason.token());
    if (status != 0) {
      text.append("; fwd-status=").append(status);
    }
    if (stored) {
      text.append("; stored");
    }
    if (collapsed) {
      text.append("; collapsed");
    }
    return withDetail(text, detail);
  }

  /** Answered by the node itself. */
  public static String local(@Nullable String detail) {
    return withDetail(new StringBuilder(CACHE), detail);
  }

  private static String withDetail(StringBuilder text, @Nullable String detail) {
    if (detail == null) {
      return text.toString();
    }
    text.append("; detail=\"");
    for (int i = 0; i < detail.length(); i++) {
      appendQuoted(text, detail.charAt(i));
    }
    return text.append('"').toString();
  }

  /** A string of RFC 8941 §3.3.3 is ASCII; what is not, is shown as a question mark. */
  private static void appendQuoted(StringBuilder text, char c) {
    if (c == '"' || c == '\\') {
      text.append('\\');
    }
    text.append(c >= 0x20 && c <= 0x7e ? c : '?');
  }
}
