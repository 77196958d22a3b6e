package dev.larder.http;

/** The optional white space of fields: spaces and tabs (RFC 9110 §5.6.3). */
public final class Whitespace {
  private Whitespace() {}

  public static boolean is(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * Whether a stretch of text is a token, in any letter case, with nothing around it but white
   * space. Lists are read on every hit; this takes no member out of its list to look at it.
   */
  public static boolean surrounds(String text, int from, int to, String token) {
    int first = from;
    int end = to;
    while (first < end && is(text.charAt(first))) {
      first++;
    }
    while (first < end && is(text.charAt(end - 1))) {
      end--;
    }
    return end - first == token.length() && text.regionMatches(true, first, token, 0, end - first);
  }
}
