package dev.larder.rules;

import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What of a message goes on to the other side (RFC 9110 §7.6).
 *
 * <p>To an origin of assets goes nothing that a stored response is not selected by, so that no
 * client can shape what others get. A faithful site forwards every end-to-end field, as a proxy
 * must.
 */
public final class Forwarding {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What makes a request conditional or partial; a cache that fetches asks for the whole. */
  private static final Set<String> CONDITIONS =
      Set.of(
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "range");

  /** What the node says of itself, or sees to. */
  private static final Set<String> OF_THE_NODE =
      Set.of("accept-encoding", "cache-control", "host", "pragma", "via");

  private Forwarding() {}

  /**
   * The fields to fetch a whole representation with.
   *
   * @param nominations the fields that stored responses of this URL are selected by, in lower case
   * @param identity whether only content without coding is wanted
   */
  public static Fields toFetch(
      Request request, Terms terms, List<String> nominations, boolean identity) {
    Fields.Builder fields = selecting(request, terms, nominations, identity).toBuilder();
    return signed(fields, request, terms);
  }

  /**
   * The client's fields that reach the origin of a fetch, which alone may select a response (RFC
   * 9111 §4.1).
   */
  public static Fields selecting(
      Request request, Terms terms, List<String> nominations, boolean identity) {
    Fields fields = endToEnd(request.fields());
    Fields kept =
        terms.assets()
            ? fields.without(name -> !isForwarded(lower(name), terms, nominations))
            : fields.without(name -> CONDITIONS.contains(lower(name)));
    return identity || terms.assets()
        ? kept.toBuilder().set("Accept-Encoding", "identity").build()
        : kept;
  }

  /** The fields of a request that passes this cache by, conditions and all. */
  public static Fields toPass(Request request, Terms terms) {
    Fields fields = endToEnd(request.fields());
    if (!terms.assets()) {
      return signed(fields.toBuilder(), request, terms);
    }
    Fields.Builder kept =
        fields.without(name -> !isForwarded(lower(name), terms, CONDITIONS)).toBuilder();
    return signed(kept.set("Accept-Encoding", "identity"), request, terms);
  }

  /** The fields of a request that this node sends. */
  private static Fields signed(Fields.Builder fields, Request request, Terms terms) {
    if (terms.assets() && !terms.forwarded().contains("user-agent")) {
      fields.set("User-Agent", "larder");
    }
    return fields.set("Via", via(request)).build();
  }

  /** Whether a site's operator may have a field of clients, in lower case, forwarded. */
  public static boolean mayBeForwarded(String name) {
    return !OF_THE_CONNECTION.contains(name)
        && !CONDITIONS.contains(name)
        && !OF_THE_NODE.contains(name);
  }

  private static boolean isForwarded(String name, Terms terms, Collection<String> others) {
    return others.contains(name) || terms.forwarded().contains(name);
  }

  /** An answer that is not stored, as it goes on to the one client it was made for. */
  public static Fields toClient(ResponseHead answer, Terms terms) {
    Fields fields =
        terms.assets()
            ? answer.fields().without(name -> lower(name).startsWith("access-control-"))
            : answer.fields();
    return fields.toBuilder().set("Via", Passing.appended(fields, "Via", "1.1 larder")).build();
  }

  /** Without framing, without what belongs to one connection or is nominated as such (§7.6.1). */
  private static Fields endToEnd(Fields fields) {
    Set<String> nominated = members(fields, "Connection");
    return fields.without(name -> {
      String lower = lower(name);
      return OF_THE_CONNECTION.contains(lower) || nominated.contains(lower) || lower.equals("host");
    });
  }

  private static Set<String> members(Fields fields, String name) {
    String list = fields.combined(name);
    return list == null
        ? Set.of()
        : Set.copyOf(List.of(list.toLowerCase(Locale.ROOT).split("[ \t,]+")));
  }

  private static String via(Request request) {
    String version = request.protocol().substring(request.protocol().indexOf('/') + 1);
    String received = version.equals("2") ? "2.0" : version;
    return Passing.appended(request.fields(), "Via", received + " larder");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
