package dev.larder.rules;

import java.util.List;

/**
 * Whether a path proves by its file name that its content never changes: whether a build tool has
 * put a hash of the content into it.
 *
 * <p>No one form of a token proves that. Dates, counts, versions, code points, colours, identifiers
 * and ordinary words look like hashes now and then, so several things must come together: a kind of
 * file that build tools make, a token at the end of the name (or all of it, if it is long), as many
 * signs as tools write there, and a mixture of signs that neither words nor numbers have. What is
 * doubtful is no fingerprint: a hash that is missed costs a validation, a word that is taken for
 * one costs a year of stale content.
 */
public final class Fingerprint {
  /** Hexadecimal, without a digest's length: webpack and Parcel write 8, older ones 7. */
  private static final int SHORTEST_HEX = 7;

  private static final int USUAL_HEX = 8;

  /** Hexadecimal, so long that it needs no name before it: webpack writes 16 or 20, MD5 has 32. */
  private static final int LONG_HEX = 16;

  private static final int LONGEST_HEX = 128;

  /** Rollup's, Vite's and esbuild's. */
  private static final int DENSE = 8;

  private static final int UUID = 36;

  private Fingerprint() {}

  /**
   * Whether the last segment of a canonical path carries a hash. Looks at each sign a few times.
   */
  public static boolean isIn(String path) {
    return start(path) >= 0;
  }

  /** Where in a canonical path the hash begins; it ends with the file's name. -1 without hash. */
  static int start(String path) {
    int from = path.lastIndexOf('/') + 1;
    FileName name = FileName.of(path, from);
    if (!name.isBuilt() || name.end() - from < SHORTEST_HEX) {
      return -1;
    }
    int hex = hexStart(path, from, name);
    return hex >= 0 ? hex : denseStart(path, from, name);
  }

  /** Whether a query has a parameter of one of these names, with a value. */
  public static boolean isParameter(String query, List<String> names) {
    for (String name : names) {
      for (int at = query.indexOf(name); at >= 0; at = query.indexOf(name, at + 1)) {
        int end = at + name.length();
        boolean begins = at == 0 || query.charAt(at - 1) == '&';
        boolean filled =
            query.length() > end + 1 && query.charAt(end) == '=' && query.charAt(end + 1) != '&';
        if (begins && filled) {
          return true;
        }
      }
    }
    return false;
  }

  // -- hexadecimal -------------------------------------------------------------------------------

  private static int hexStart(String path, int from, FileName name) {
    int start = name.end();
    while (start > from && isHexDigit(path.charAt(start - 1))) {
      start--;
    }
    int length = name.end() - start;
    if (length < SHORTEST_HEX || length > LONGEST_HEX || isUuid(path, from, name.end())) {
      return -1;
    }
    boolean longEnough =
        start == from
            ? length >= LONG_HEX
            : isSeparator(path.charAt(start - 1))
                && (length >= USUAL_HEX || path.charAt(start - 1) == '.');
    return longEnough && isMixed(path, start, name.end()) ? start : -1;
  }

  /** Lower case: no tool writes capitals, but code points and colours have them. */
  private static boolean isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f');
  }

  /**
   * Digits and letters that take turns, several of each kind of sign: no date with a letter to it,
   * no {@code cafe2023}, no {@code ff00ff80}.
   */
  private static boolean isMixed(String path, int start, int end) {
    int turns = 0;
    int digits = 0;
    int seen = 0;
    for (int i = start; i < end; i++) {
      char c = path.charAt(i);
      digits += isDigit(c) ? 1 : 0;
      turns += i > start && isDigit(c) != isDigit(path.charAt(i - 1)) ? 1 : 0;
      seen |= 1 << Character.digit(c, 16);
    }
    return digits > 0 && digits < end - start && turns >= 2 && Integer.bitCount(seen) >= 4;
  }

  /** Whether a text is hexadecimal and mixed as hashes are, however long. */
  static boolean isMixedHex(String text) {
    return text.chars().allMatch(c -> isHexDigit((char) c)) && isMixed(text, 0, text.length());
  }

  /** It names a thing, and the thing may change. */
  private static boolean isUuid(String path, int from, int end) {
    int start = end - UUID;
    return start >= from
        && path.charAt(start + 8) == '-'
        && path.charAt(start + 13) == '-'
        && path.charAt(start + 18) == '-'
        && path.charAt(start + 23) == '-';
  }

  // -- denser alphabets --------------------------------------------------------------------------

  private static int denseStart(String path, int from, FileName name) {
    int start = name.end() - DENSE;
    if (start < from || (start > from && !isSeparator(path.charAt(start - 1)))) {
      return -1;
    }
    return isBase32(path, start) || isBase64(path, start, name.isCode() ? 3 : 4) ? start : -1;
  }

  /** Capitals and the digits 2 to 7 (RFC 4648 §6), as esbuild writes them. */
  private static boolean isBase32(String path, int start) {
    int digits = 0;
    Letters letters = new Letters();
    for (int i = start; i < start + DENSE; i++) {
      char c = path.charAt(i);
      boolean digit = c >= '2' && c <= '7';
      if (!digit && !isUpper(c)) {
        return false;
      }
      digits += digit ? 1 : 0;
      letters.add(c);
    }
    return digits == 0 ? letters.isUnspeakable() : letters.turns() >= 2;
  }

  /** Both cases and digits (RFC 4648 §5), as Rollup and Vite write them. */
  private static boolean isBase64(String path, int start, int enough) {
    Letters letters = new Letters();
    boolean upper = false;
    boolean lower = false;
    for (int i = start; i < start + DENSE; i++) {
      char c = path.charAt(i);
      if (!isUpper(c) && !isLower(c) && !isDigit(c) && c != '-' && c != '_') {
        return false;
      }
      upper |= isUpper(c);
      lower |= isLower(c);
      letters.add(c);
    }
    return upper && lower && letters.turns() + (letters.isHard() ? 1 : 0) >= enough;
  }

  private static boolean isSeparator(char c) {
    return c == '-' || c == '.' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** How far signs in a row are from words in camel case. */
  private static final class Letters {
    private static final String VOWELS = "aeiouyAEIOUY";

    private int turns;
    private int consonants;
    private int mostConsonants;
    private char previous;

    void add(char c) {
      boolean letter = isUpper(c) || isLower(c);
      boolean consonant = letter && VOWELS.indexOf(c) < 0;
      consonants = consonant ? consonants + 1 : 0;
      mostConsonants = Math.max(mostConsonants, consonants);
      if (previous != 0 && isTurn(previous, c)) {
        turns++;
      }
      previous = c;
    }

    /** From lower case to upper, or between letters and digits. */
    private static boolean isTurn(char before, char c) {
      return (isLower(before) && isUpper(c))
          || (isDigit(before) && (isUpper(c) || isLower(c)))
          || ((isUpper(before) || isLower(before)) && isDigit(c));
    }

    int turns() {
      return turns;
    }

    boolean isHard() {
      return mostConsonants >= 3;
    }

    boolean isUnspeakable() {
      return mostConsonants >= 5;
    }
  }
}
