package dev.larder.cli;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One purge, as it is asked of a node's admin API.
 *
 * @param urls to be purged, each with its query
 * @param prefixes to be purged with all below them
 * @param all whether everything is to be purged
 * @param expire whether what is purged may be used again once the origin has validated it
 */
record PurgeCall(List<String> urls, List<String> prefixes, boolean all, boolean expire) {

  private static final Pattern EPOCH = Pattern.compile("\"epoch\"\\s*:\\s*(\\d+)");
  private static final Pattern OBJECTS = Pattern.compile("\"objects\"\\s*:\\s*(\\d+)");
  private static final Pattern QUOTED_SIGN = Pattern.compile("[\"\\\\\\x00-\\x1f]");

  PurgeCall {
    urls = List.copyOf(urls);
    prefixes = List.copyOf(prefixes);
  }

  /** Whether nothing is to be purged. */
  boolean isEmpty() {
    return urls.isEmpty() && prefixes.isEmpty() && !all;
  }

  /** What came of it. */
  sealed interface Outcome {

    /** The sentence for the operator. */
    String sentence();

    record Purged(String sentence) implements Outcome {}

    record Failed(String sentence) implements Outcome {}
  }

  /** Asks, and waits for the answer. */
  Outcome ask(AdminClient node) throws InterruptedException {
    return switch (node.ask(
        node.request("/v1/purge")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json()))
            .build())) {
      case AdminClient.Reply.Answered answered -> outcome(answered);
      case AdminClient.Reply.Unanswered unanswered -> new Outcome.Failed(unanswered.sentence());
    };
  }

  String json() {
    return "{\"urls\":"
        + array(urls)
        + ",\"prefixes\":"
        + array(prefixes)
        + (all ? ",\"all\":true" : "")
        + ",\"mode\":\""
        + (expire ? "expire" : "remove")
        + "\"}";
  }

  private static Outcome outcome(AdminClient.Reply.Answered answered) {
    Matcher epoch = EPOCH.matcher(answered.body());
    if (answered.status() == 200 && epoch.find()) {
      Matcher objects = OBJECTS.matcher(answered.body());
      String number = objects.find() ? objects.group(1) : "an uncounted number of";
      return new Outcome.Purged("purged: epoch " + epoch.group(1) + ", " + number + " objects");
    }
    return new Outcome.Failed(answered.refusal());
  }

  private static String array(List<String> values) {
    return values.stream().map(PurgeCall::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String value) {
    return QUOTED_SIGN
        .matcher(value)
        .replaceAll(sign ->
            Matcher.quoteReplacement(String.format("\\u%04x", (int) sign.group().charAt(0))))
        .transform(safe -> "\"" + safe + "\"");
  }
}
