package dev.larder.config;

import dev.larder.rules.Forwarding;
import dev.larder.rules.Keying;
import dev.larder.rules.Passing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kinds of values that settings have. */
final class Syntaxes {

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
  private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final Pattern GLOB = Pattern.compile("[/*][^\\s?#]*");

  static final Syntax<ByteSize> SIZE =
      new Syntax<>("a size such as 512MiB, 10GB or 64k", ByteSize::parse);

  /** Bytes, where {@code auto} is 0. */
  static final Syntax<Integer> SEND_BUFFER =
      new Syntax<>("auto, or a size from 16KiB to 1GiB such as 256KiB", Syntaxes::sendBuffer);

  static final Syntax<Duration> DURATION =
      new Syntax<>("a duration such as 500ms, 3s, 10m, 24h or 7d", Durations::parse);

  static final Syntax<Duration> TIMEOUT =
      new Syntax<>(
          "a duration above zero such as 500ms, 3s or 10m",
          text -> Durations.parse(text).filter(Duration::isPositive));

  static final Syntax<InetSocketAddress> ADDRESS =
      new Syntax<>(
          "an address of this machine and a port, such as 127.0.0.1:8080, \"[::1]:8080\" or :8080",
          text ->
              HostPort.parse(text)
                  .map(HostPort::socketAddress)
                  .filter(address -> !address.isUnresolved()));

  static final Syntax<Boolean> SWITCH =
      new Syntax<>(
          "on or off",
          text ->
              Optional.ofNullable(
                  Map.of("on", true, "true", true, "off", false, "false", false)
                      .get(text.toLowerCase(Locale.ROOT))));

  static final Syntax<Path> PATH = new Syntax<>("the path of a file or directory", Syntaxes::path);

  static final Syntax<String> LOG_TARGET =
      new Syntax<>(
          "off, `-` for standard output, or the path of a file",
          text -> text.isBlank() ? Optional.empty() : Optional.of(text));

  static final Syntax<String> NAME =
      new Syntax<>(
          "a name of letters, digits, `.`, `_` and `-`",
          text -> Optional.of(text).filter(name -> name.matches("[A-Za-z0-9._-]{1,64}")));

  static final Syntax<String> HOST_NAME =
      new Syntax<>(
          "a host name without port, such as cdn.example.org",
          text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(Syntaxes::isHost));

  static final Syntax<String> LOCATION =
      new Syntax<>(
          "a URL such as https://assets.example.org, without user, query or fragment, or the path"
              + " of a directory",
          text -> Optional.of(text).filter(Syntaxes::isLocation));

  static final Syntax<String> PATH_GLOB =
      new Syntax<>(
          "a pattern over the path, such as \"/assets/**\" or \"**/*.min.js\", with `*` for"
              + " any sign but `/`, and `**` for any sign",
          text -> Optional.of(text).filter(glob -> GLOB.matcher(glob).matches()));

  static final Syntax<String> PARAMETER =
      new Syntax<>(
          "the name of a parameter of a query, such as v",
          text -> Optional.of(text).filter(name -> name.matches("[^\\s=&#?]{1,64}")));

  static final Syntax<String> PARAMETERS =
      new Syntax<>(
          "the name of a parameter of a query, such as v, or of several, such as \"utm_*\"",
          text ->
              Optional.of(text)
                  .filter(name -> name.matches("[^\\s=&#?*]{1,64}\\*?"))
                  .map(Keying::canonicalEscapes));

  static final Syntax<String> REQUEST_FIELD =
      new Syntax<>(
          "the name of a request field, such as X-Tenant; not one of those that frame, negotiate or"
              + " validate, which are the node's own",
          text -> fieldName(text, Forwarding::mayBeForwarded));

  static final Syntax<String> RESPONSE_FIELD =
      new Syntax<>(
          "the name of a response field, such as X-Robots-Tag; not one of those that frame or"
              + " describe the message, which are the node's own",
          text -> fieldName(text, Passing::mayBeEdited));

  static final Syntax<String> FIELD_VALUE =
      new Syntax<>(
          "the value of a field: visible ASCII characters and spaces",
          text -> Optional.of(text).filter(value -> value.matches("[!-~]([ -~]*[!-~])?")));

  static final Syntax<String> ALLOW_ORIGIN =
      new Syntax<>(
          "\"*\", off, or one origin such as https://www.example.org", Syntaxes::allowOrigin);

  private Syntaxes() {}

  static Syntax<Integer> number(int smallest, int largest) {
    return new Syntax<>(
        "a whole number from " + smallest + " to " + largest,
        text -> wholeNumber(text, smallest, largest));
  }

  static Syntax<Integer> percent(int smallest, int largest) {
    return new Syntax<>(
        "a percentage from " + smallest + "% to " + largest + "%",
        text ->
            text.endsWith("%")
                ? wholeNumber(text.substring(0, text.length() - 1), smallest, largest)
                : Optional.empty());
  }

  /** A number of threads, where {@code auto} is one for each core. */
  static Syntax<Integer> threads(int largest) {
    return new Syntax<>(
        "auto, or a whole number from 1 to " + largest,
        text ->
            text.equals("auto")
                ? Optional.of(Runtime.getRuntime().availableProcessors())
                : wholeNumber(text, 1, largest));
  }

  /** One word of several. */
  static <T> Syntax<T> oneOf(String meaning, Map<String, T> words) {
    return new Syntax<>(meaning, text -> Optional.ofNullable(words.get(text)));
  }

  private static Optional<Integer> sendBuffer(String text) {
    return text.equals("auto")
        ? Optional.of(0)
        : ByteSize.parse(text)
            .map(ByteSize::bytes)
            .filter(bytes -> bytes >= 1 << 14 && bytes <= 1 << 30)
            .map(Long::intValue);
  }

  static boolean isUrl(String location) {
    return location.regionMatches(true, 0, "http://", 0, 7)
        || location.regionMatches(true, 0, "https://", 0, 8);
  }

  private static Optional<Integer> wholeNumber(String text, int smallest, int largest) {
    if (!text.matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(text);
    return number < smallest || number > largest ? Optional.empty() : Optional.of(number);
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException unusable) {
      return Optional.empty();
    }
  }

  private static Optional<String> fieldName(String text, Predicate<String> allowed) {
    return Optional.of(text)
        .filter(name -> FIELD_NAME.matcher(name).matches())
        .filter(name -> allowed.test(name.toLowerCase(Locale.ROOT)));
  }

  private static boolean isHost(String host) {
    if (IPV6.matcher(host).matches()) {
      return isIpv6(host);
    }
    return host.length() <= 253 && HOST.matcher(host).matches();
  }

  private static boolean isIpv6(String bracketed) {
    try {
      return InetAddress.ofLiteral(bracketed.substring(1, bracketed.length() - 1)) != null;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static boolean isLocation(String location) {
    if (!isUrl(location)) {
      return !location.contains("://") && path(location).isPresent();
    }
    try {
      URI uri = new URI(location);
      return uri.getHost() != null
          && uri.getPort() <= 65_535
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException noUrl) {
      return false;
    }
  }

  private static Optional<String> allowOrigin(String text) {
    if (text.equals("off")) {
      return Optional.of("");
    }
    return Optional.of(text)
        .filter(origin -> origin.equals("*") || origin.matches("https?://[A-Za-z0-9.:\\[\\]_-]+"));
  }
}
