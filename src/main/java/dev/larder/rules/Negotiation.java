package dev.larder.rules;

import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which codings a request accepts (RFC 9110 §12.5.3).
 *
 * @param gzip whether gzip is acceptable
 * @param brotli whether br is acceptable
 */
public record Negotiation(boolean gzip, boolean brotli) {
  private static final Negotiation NONE = new Negotiation(false, false);
  private static final Negotiation BOTH = new Negotiation(true, true);

  /** What the {@code Accept-Encoding} of these request fields accepts. */
  public static Negotiation of(Fields request) {
    String list = request.combined("Accept-Encoding");
    if (list == null) {
      return NONE;
    }
    String lower = list.toLowerCase(Locale.ROOT);
    boolean any = weight(lower, "*") > 0;
    boolean gzip = accepts(lower, "gzip", any) || accepts(lower, "x-gzip", false);
    boolean brotli = accepts(lower, "br", any);
    return gzip && brotli ? BOTH : new Negotiation(gzip, brotli);
  }

  private static boolean accepts(String list, String coding, boolean otherwise) {
    double weight = weight(list, coding);
    return weight < 0 ? otherwise : weight > 0;
  }

  /** The weight given to a coding; -1 when it is not listed. A weight that is no number is 0. */
  private static double weight(String list, String coding) {
    int at = 0;
    while (at < list.length()) {
      int comma = list.indexOf(',', at);
      int end = comma < 0 ? list.length() : comma;
      String member = list.substring(at, end).strip();
      int semicolon = member.indexOf(';');
      String name = semicolon < 0 ? member : member.substring(0, semicolon).strip();
      if (name.equals(coding)) {
        return semicolon < 0 ? 1 : qvalue(member.substring(semicolon + 1).strip());
      }
      at = end + 1;
    }
    return -1;
  }

  private static double qvalue(@Nullable String parameter) {
    if (parameter == null || !parameter.startsWith("q=")) {
      return 1;
    }
    String number = parameter.substring(2).strip();
    // The grammar of §12.4.2 in one look: 0 or 1, with up to three decimals.
    return number.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(number) : 0;
  }

  public boolean accepts(ContentCoding coding) {
    return switch (coding) {
      case IDENTITY -> true;
      case GZIP -> gzip;
      case BROTLI -> brotli;
    };
  }

  /**
   * The coding that costs the fewest bytes of those accepted: every client that takes br has it.
   */
  public ContentCoding best() {
    return brotli ? ContentCoding.BROTLI : gzip ? ContentCoding.GZIP : ContentCoding.IDENTITY;
  }
}
