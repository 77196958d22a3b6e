package dev.larder.rules;

import dev.larder.http.Fields;
import dev.larder.http.Whitespace;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Selection by nominated request fields (RFC 9111 §4.1). */
public final class Vary {
  /** What an asset site's origin may say it varies by, and is not believed. */
  private static final List<String> IGNORED_ON_ASSETS =
      List.of("cookie", "origin", "referer", "user-agent");

  /** The coding is this node's own business. */
  private static final String CODING = "accept-encoding";

  static final String CREDENTIALS = "authorization";

  private Vary() {}

  /** Whether {@code *} stands anywhere in it: such a response is never selected. */
  public static boolean matchesNothing(Fields response) {
    return response.lists("Vary", "*");
  }

  /**
   * The request fields that select a response, in lower case and alphabetical order: those that it
   * names, without what an asset site does not vary by, and those that the site forwards. Of
   * credentials RFC 9111 §3.5 says whether a response to them is for all.
   */
  public static List<String> nominations(Fields response, Terms terms) {
    NavigableSet<String> names = members(response);
    if (terms.assets()) {
      ignored(response, terms).forEach(names::remove);
      names.remove(CODING);
      if (!terms.forwarded().contains(CREDENTIALS)) {
        names.remove(CREDENTIALS);
      }
      terms.forwarded().stream().filter(name -> !name.equals(CREDENTIALS)).forEach(names::add);
    }
    return List.copyOf(names);
  }

  /** The fields, in lower case, that a response varies by and its site does not. */
  public static List<String> ignored(Fields response, Terms terms) {
    if (!terms.assets() || !response.contains("Vary")) {
      return List.of();
    }
    NavigableSet<String> names = members(response);
    names.retainAll(IGNORED_ON_ASSETS);
    terms.forwarded().forEach(names::remove);
    return List.copyOf(names);
  }

  private static NavigableSet<String> members(Fields response) {
    NavigableSet<String> names = new TreeSet<>();
    for (String line : response.all("Vary")) {
      for (String member : line.split(",", -1)) {
        String name = member.strip().toLowerCase(Locale.ROOT);
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /**
   * One text for all requests that select the same response: for each nominated field its
   * normalised value or its absence. Empty when nothing is nominated.
   */
  public static String selector(List<String> nominations, Fields request) {
    StringBuilder text = new StringBuilder();
    for (String name : nominations) {
      String value = normalised(name, request.combined(name));
      text.append(name).append(value == null ? "-" : "=" + value).append('\n');
    }
    return text.toString();
  }

  /**
   * White space and line breaks in a list do not count; nor does case in a list of languages. A
   * value with a quoted string is left alone: in there they do.
   */
  private static @Nullable String normalised(String name, @Nullable String value) {
    if (value == null || value.indexOf('"') >= 0) {
      return value;
    }
    String list = withoutIdleSpace(value);
    return name.equals("accept-language") ? list.replace(" ", "").toLowerCase(Locale.ROOT) : list;
  }

  /** A list without empty members, without space around its commas, and elsewhere one at most. */
  private static String withoutIdleSpace(String value) {
    StringBuilder list = new StringBuilder(value.length());
    boolean comma = false;
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',') {
        comma = true;
      } else if (Whitespace.is(c)) {
        space = true;
      } else {
        if (!list.isEmpty() && (comma || space)) {
          list.append(comma ? ',' : ' ');
        }
        comma = false;
        space = false;
        list.append(c);
      }
    }
    return list.toString();
  }

  /** Of the request fields, those that are nominated. */
  public static Fields nominated(List<String> nominations, Fields request) {
    return request.without(name -> !nominations.contains(name.toLowerCase(Locale.ROOT)));
  }
}
