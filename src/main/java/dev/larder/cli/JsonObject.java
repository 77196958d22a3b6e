package dev.larder.cli;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One flat JSON object on one line of ASCII (RFC 8259). For one thread. */
final class JsonObject {
  private static final Pattern PLAIN = Pattern.compile("[ !#-\\[\\]-~]*");

  private final StringBuilder text = new StringBuilder("{");

  JsonObject put(String name, String value) {
    return raw(name, quoted(value));
  }

  JsonObject put(String name, long value) {
    return raw(name, Long.toString(value));
  }

  private JsonObject raw(String name, String value) {
    text.append(text.length() == 1 ? "" : ",").append(quoted(name)).append(':').append(value);
    return this;
  }

  private static String quoted(String value) {
    return '"' + (PLAIN.matcher(value).matches() ? value : escaped(value)) + '"';
  }

  private static String escaped(String value) {
    return value
        .chars()
        .mapToObj(c ->
            PLAIN.matcher(Character.toString(c)).matches()
                ? Character.toString(c)
                : String.format("\\u%04x", c))
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
