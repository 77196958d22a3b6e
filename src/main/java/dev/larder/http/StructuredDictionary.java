package dev.larder.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a Dictionary of Structured Fields (RFC 9651 §4.2.2). All of it must be well-formed: such a
 * field counts as a whole or not at all. Of values only integers, strings and booleans are made
 * known, all others are read past.
 */
final class StructuredDictionary {
  /** A member's value. */
  sealed interface Item {}

  /** An integer of at most 15 digits. */
  record Whole(long value) implements Item {}

  record Text(String value) implements Item {}

  record Flag(boolean value) implements Item {}

  /** Any other type. */
  record Other() implements Item {}

  /** Ends the reading: the text is no dictionary. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static final int MOST_DIGITS = 15;

  private final String text;
  private int at;

  private StructuredDictionary(String text) {
    this.text = text;
  }

  /** The members in their order, the last of a name winning; empty when it is malformed. */
  static Optional<Map<String, Item>> parse(String text) {
    try {
      return Optional.of(new StructuredDictionary(text).members());
    } catch (Malformed malformed) {
      return Optional.empty();
    }
  }

  private Map<String, Item> members() throws Malformed {
    Map<String, Item> members = new LinkedHashMap<>();
    skip(false);
    while (at < text.length()) {
      String name = key();
      Item item = new Flag(true);
      if (take('=')) {
        item = peek() == '(' ? innerList() : bareItem();
      }
      parameters();
      members.remove(name);
      members.put(name, item);
      skip(true);
      if (at == text.length()) {
        return members;
      }
      expect(',');
      skip(true);
      require(at < text.length());
    }
    return members;
  }

  private Item innerList() throws Malformed {
    expect('(');
    skip(false);
    while (!take(')')) {
      bareItem();
      parameters();
      require(peek() == ' ' || peek() == ')');
      skip(false);
    }
    return new Other();
  }

  private void parameters() throws Malformed {
    while (take(';')) {
      skip(false);
      key();
      if (take('=')) {
        bareItem();
      }
    }
  }

  private String key() throws Malformed {
    int from = at;
    require(isLower(peek()) || peek() == '*');
    while (isLower(peek()) || isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
      at++;
    }
    return text.substring(from, at);
  }

  private Item bareItem() throws Malformed {
    char first = peek();
    if (first == '-' || isDigit(first)) {
      return number();
    }
    return switch (first) {
      case '"' -> string();
      case '?' -> flag();
      case ':' -> binary();
      case '@' -> {
        at++;
        require(number() instanceof Whole);
        yield new Other();
      }
      case '%' -> displayString();
      default -> token();
    };
  }

  private Item number() throws Malformed {
    int from = at;
    take('-');
    int digits = digits();
    require(digits > 0);
    if (!take('.')) {
      require(digits <= MOST_DIGITS);
      return new Whole(Long.parseLong(text, from, at, 10));
    }
    int decimals = digits();
    require(digits <= 12 && decimals > 0 && decimals <= 3);
    return new Other();
  }

  private int digits() {
    int from = at;
    while (isDigit(peek())) {
      at++;
    }
    return at - from;
  }

  private Item string() throws Malformed {
    StringBuilder value = new StringBuilder();
    expect('"');
    while (!take('"')) {
      boolean escaped = take('\\');
      char c = next();
      require(c >= ' ' && c <= '~' && (!escaped || c == '"' || c == '\\'));
      value.append(c);
    }
    return new Text(value.toString());
  }

  private Item flag() throws Malformed {
    expect('?');
    char value = next();
    require(value == '0' || value == '1');
    return new Flag(value == '1');
  }

  private Item binary() throws Malformed {
    expect(':');
    while (!take(':')) {
      char c = next();
      require(isLetter(c) || isDigit(c) || "+/=".indexOf(c) >= 0);
    }
    return new Other();
  }

  private Item displayString() throws Malformed {
    expect('%');
    expect('"');
    while (!take('"')) {
      char c = next();
      require(c >= ' ' && c <= '~');
      if (c == '%') {
        require(isLowerHex(next()));
        require(isLowerHex(next()));
      }
    }
    return new Other();
  }

  private Item token() throws Malformed {
    require(isLetter(peek()) || peek() == '*');
    while (isLetter(peek()) || isDigit(peek()) || "!#$%&'*+-.^_`|~:/".indexOf(peek()) >= 0) {
      at++;
    }
    return new Other();
  }

  // -- one character ------------------------------------------------------------------------------

  /** NUL at the end, which no rule takes. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char next() throws Malformed {
    require(at < text.length());
    return text.charAt(at++);
  }

  private boolean take(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) throws Malformed {
    require(take(c));
  }

  private void skip(boolean tabsToo) {
    while (peek() == ' ' || (tabsToo && peek() == '\t')) {
      at++;
    }
  }

  private static void require(boolean holds) throws Malformed {
    if (!holds) {
      throw new Malformed();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLowerHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f');
  }
}
