package dev.larder.rules;

import dev.larder.http.ContentCoding;
import dev.larder.http.Digits;
import dev.larder.http.Fields;
import dev.larder.http.Whitespace;

/**
 * Which codings a request accepts (RFC 9110 §12.5.3).
 *
 * @param gzip whether gzip is acceptable
 * @param brotli whether br is acceptable
 * @param dictionary whether dcb is, which has to be named: {@code *} knows no dictionary
 */
public record Negotiation(boolean gzip, boolean brotli, boolean dictionary) {
  private static final Negotiation NONE = new Negotiation(false, false, false);
  private static final Negotiation BOTH = new Negotiation(true, true, false);
  private static final Negotiation ALL = new Negotiation(true, true, true);

  /** What the {@code Accept-Encoding} of these request fields accepts. */
  public static Negotiation of(Fields request) {
    String list = request.combined("Accept-Encoding");
    if (list == null) {
      return NONE;
    }
    boolean any = accepts(list, "*", false);
    boolean gzip = accepts(list, "gzip", accepts(list, "x-gzip", any));
    boolean brotli = accepts(list, "br", any);
    boolean dictionary = accepts(list, "dcb", false);
    if (gzip && brotli) {
      return dictionary ? ALL : BOTH;
    }
    return new Negotiation(gzip, brotli, dictionary);
  }

  /** Whether a list accepts a coding; {@code otherwise} when it does not name it. */
  private static boolean accepts(String list, String coding, boolean otherwise) {
    int at = 0;
    while (at < list.length()) {
      int comma = list.indexOf(',', at);
      int end = comma < 0 ? list.length() : comma;
      int semicolon = list.indexOf(';', at);
      int nameEnd = semicolon < 0 || semicolon > end ? end : semicolon;
      if (Whitespace.surrounds(list, at, nameEnd, coding)) {
        return nameEnd == end || isAboveZero(list.substring(nameEnd + 1, end).strip());
      }
      at = end + 1;
    }
    return otherwise;
  }

  /**
   * Whether a weight (§12.4.2: 0 or 1, with up to three decimals) is above zero. What is no weight
   * asks for nothing: identity is understood by everybody.
   */
  private static boolean isAboveZero(String weight) {
    int length = weight.length();
    if (length < 3 || length > 7 || !weight.regionMatches(true, 0, "q=", 0, 2)) {
      return false;
    }
    if (length > 3 && weight.charAt(3) != '.') {
      return false;
    }
    long decimals = length <= 4 ? 0 : Digits.read(weight.substring(4));
    return switch (weight.charAt(2)) {
      case '0' -> decimals > 0;
      case '1' -> decimals == 0;
      default -> false;
    };
  }

  public boolean accepts(ContentCoding coding) {
    return switch (coding) {
      case IDENTITY -> true;
      case GZIP -> gzip;
      case BROTLI -> brotli;
      case DICTIONARY -> dictionary;
    };
  }

  /**
   * The coding that costs the fewest bytes of those accepted, and needs nothing but the content.
   */
  public ContentCoding best() {
    return brotli ? ContentCoding.BROTLI : gzip ? ContentCoding.GZIP : ContentCoding.IDENTITY;
  }
}
