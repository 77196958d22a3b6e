package dev.larder.origin;

import dev.larder.http.Fields;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The fields that concern one connection only and go no further (RFC 9110 §7.6.1). */
final class ConnectionFields {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What {@link #without} may not take away on the word of {@code Connection}. */
  private static final Set<String> NEVER =
      Set.of("content-length", "host", "cache-control", "date", "etag", "content-encoding");

  private ConnectionFields() {}

  /**
   * These fields without those of the connection and those that {@code Connection} names. Fields
   * without which the rest would mean something else stay, whatever {@code Connection} says.
   */
  static Fields without(Fields fields) {
    Set<String> dropped = new HashSet<>(ALWAYS);
    options(fields).stream().filter(name -> !NEVER.contains(name)).forEach(dropped::add);
    return fields.without(name -> dropped.contains(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether the origin means to keep the connection open (RFC 9112 §9.3).
   *
   * @param http10 whether the response calls itself HTTP/1.0
   */
  static boolean persist(boolean http10, Fields fields) {
    Set<String> options = options(fields);
    return !options.contains("close") && (!http10 || options.contains("keep-alive"));
  }

  private static Set<String> options(Fields fields) {
    Set<String> options = new HashSet<>();
    for (String line : fields.all("Connection")) {
      for (String option : line.split(",", -1)) {
        options.add(option.strip().toLowerCase(Locale.ROOT));
      }
    }
    return options;
  }
}
