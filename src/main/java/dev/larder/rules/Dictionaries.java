package dev.larder.rules;

import dev.larder.http.CacheControl;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Who may use what as a dictionary (RFC 9842). */
public final class Dictionaries {
  public static final long SMALLEST_BYTES = 1024;
  public static final long LARGEST_BYTES = 8L << 20;

  private static final int SHA_256_BYTES = 32;

  private Dictionaries() {}

  /**
   * Whether a response of an asset site may serve as a dictionary, or leave as a delta, as far as
   * its head and length tell: a success for everybody, the same for everybody.
   *
   * @param lengthOrMinus1 bytes of the content, -1 when not known yet
   */
  public static boolean isEligible(StoredHead head, Terms terms, long lengthOrMinus1) {
    return terms.assets()
        && head.status() == 200
        && (lengthOrMinus1 < 0
            || (lengthOrMinus1 >= SMALLEST_BYTES && lengthOrMinus1 <= LARGEST_BYTES))
        && head.nominated().isEmpty()
        && Vary.nominations(head.fields(), terms).isEmpty()
        && !isPrivate(CacheControl.of(head.fields()))
        && !isPrivate(head.cacheControl());
  }

  private static boolean isPrivate(CacheControl control) {
    return control.has("private") || control.has("no-store") || control.has("no-cache");
  }

  /**
   * The SHA-256, in base64url, of the dictionary that a request offers to be answered with. Null
   * when it offers none, or none that may be used: it must name the coding and the dictionary (§3,
   * §2.2), be for the whole, carry no credentials, and come from a page that may read the answer
   * (§9.3.2).
   *
   * @param allowOrigin what the answer's {@code Access-Control-Allow-Origin} will be, or empty
   */
  public static @Nullable String offered(Request request, String allowOrigin) {
    Fields fields = request.fields();
    String available = fields.combined("Available-Dictionary");
    if (available == null
        || !(request.isGet() || request.isHead())
        || fields.contains("Range")
        || fields.contains("Authorization")
        || !Negotiation.of(fields).dictionary()
        || !isReadable(fields, allowOrigin)) {
      return null;
    }
    return sha256(available.strip());
  }

  /** A Byte Sequence of Structured Fields (RFC 9651 §3.3.5), perhaps with parameters. */
  private static @Nullable String sha256(String item) {
    int end = item.indexOf(':', 1);
    boolean sequence =
        end > 0
            && item.charAt(0) == ':'
            && (end == item.length() - 1 || item.charAt(end + 1) == ';');
    if (!sequence) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(item.substring(1, end));
      return bytes.length == SHA_256_BYTES
          ? Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
          : null;
    } catch (IllegalArgumentException noBase64) {
      return null;
    }
  }

  /**
   * Whether the page behind a request may read the answer: the length of what was made with a
   * dictionary tells something of both. Clients that say nothing of it see to it themselves.
   */
  static boolean isReadable(Fields request, String allowOrigin) {
    String site = request.first("Sec-Fetch-Site");
    String mode = request.first("Sec-Fetch-Mode");
    if (site == null || site.equals("same-origin") || mode == null) {
      return true;
    }
    return switch (mode) {
      case "navigate", "same-origin" -> true;
      case "cors" -> {
        String origin = request.first("Origin");
        yield origin != null && (allowOrigin.equals("*") || allowOrigin.equals(origin));
      }
      default -> false;
    };
  }
}
