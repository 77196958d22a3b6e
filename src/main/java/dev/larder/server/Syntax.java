package dev.larder.server;

import dev.larder.http.Whitespace;

/** The letters of which parts of a request may consist. */
final class Syntax {
  private static final int LONGEST_NUMBER = 18;

  private Syntax() {}

  /** RFC 9110 §5.6.2. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** RFC 9110 §5.5: no control characters but the tab. */
  static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Visible ASCII. RFC 3986 allows less, but browsers send more of it unescaped. */
  static boolean isTarget(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }

  /** Host and port (RFC 3986 §3.2), without user information; may be empty. */
  static boolean isAuthority(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letter && "-._~%!$&'()*+,;=:[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** A number of digits alone, -1 for anything else. */
  static long number(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(text);
  }

  /** Whether a token is a member of a list, in any letter case (RFC 9110 §5.6.1). */
  static boolean lists(String list, String token) {
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int end = comma < 0 ? list.length() : comma;
      if (Whitespace.surrounds(list, from, end, token)) {
        return true;
      }
      from = end + 1;
    }
    return false;
  }
}
