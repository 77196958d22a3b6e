package dev.larder.config;

import dev.larder.cache.PathOptions;
import dev.larder.rules.FieldEdits;
import dev.larder.rules.GlobCover;
import dev.larder.rules.Keying;
import dev.larder.rules.PathGlob;
import dev.larder.rules.QueryRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a site does otherwise for some of its paths, in the order in which they are tried. */
final class PathsReader {
  private static final List<Key<?>> OF_STORED =
      List.of(Schema.PATH_LIFETIME, Schema.PATH_BROWSER_LIFETIME, Schema.PATH_VARIANTS);

  private final Problems problems;
  private final List<PathGlob> earlier = new ArrayList<>();

  PathsReader(Problems problems) {
    this.problems = problems;
  }

  List<PathOptions> read(GroupReader site, boolean assets) {
    List<PathOptions> paths = new ArrayList<>();
    for (GroupReader path : site.groups(Schema.PATHS)) {
      if (!assets) {
        path.refuseAssetsOnly(Schema.PATHS_ASSETS_ONLY);
      }
      paths.add(path(path));
    }
    return paths;
  }

  private PathOptions path(GroupReader path) {
    path.require(Schema.MATCH);
    boolean bypass = path.read(Schema.BYPASS);
    if (bypass) {
      refuseOfStored(path);
    }
    return new PathOptions(
        path.place().text(),
        globs(path),
        path.optional(Schema.PATH_LIFETIME).orElse(null),
        path.optional(Schema.PATH_BROWSER_LIFETIME).orElse(null),
        query(path),
        path.list(Schema.FORWARD),
        edits(path),
        bypass,
        path.optional(Schema.PATH_VARIANTS).orElse(null));
  }

  private void refuseOfStored(GroupReader path) {
    for (Key<?> key : OF_STORED) {
      if (path.has(key)) {
        problems.add(
            path.place(key),
            "`" + key.name() + "` says nothing beside `bypass: on`, which stores nothing");
      }
    }
  }

  private List<String> globs(GroupReader path) {
    int before = problems.count();
    List<String> globs = path.list(Schema.MATCH);
    if (path.has(Schema.MATCH) && globs.isEmpty() && problems.count() == before) {
      problems.add(path.place(Schema.MATCH), "`match` names no path");
    }
    for (String text : globs) {
      PathGlob glob = PathGlob.of(text);
      if (demandCanonical(path.place(Schema.MATCH), text, problems)
          && GlobCover.covers(earlier, glob)) {
        problems.add(
            path.place(Schema.MATCH),
            "`" + text + "` can never match: what comes before it matches all such paths");
      }
      earlier.add(glob);
    }
    return globs;
  }

  /** Paths are compared in one spelling, and a pattern in another one matches none. */
  static boolean demandCanonical(Place place, String glob, Problems problems) {
    String path = glob.startsWith("/") ? glob : '/' + glob;
    String canonical = Keying.canonicalPath(escaped(path));
    if (canonical.equals(path)) {
      return true;
    }
    String meant = glob.startsWith("/") ? canonical : canonical.substring(1);
    problems.add(place, "`" + glob + "` can never match: paths have the form of `" + meant + "`");
    return false;
  }

  private static String escaped(String path) {
    StringBuilder ascii = new StringBuilder();
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 127) {
        ascii.append((char) octet);
      } else {
        ascii.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return ascii.toString();
  }

  private QueryRule query(GroupReader path) {
    List<Key<?>> given =
        List.<Key<?>>of(Schema.QUERY, Schema.QUERY_KEEP, Schema.QUERY_DROP).stream()
            .filter(path::has)
            .toList();
    if (given.size() > 1) {
      problems.add(
          path.place(given.getLast()),
          "`"
              + given.getLast().name()
              + "` is one way to say which parameters count, and `"
              + given.getFirst().name()
              + "` another: keep one of them");
    }
    if (path.has(Schema.QUERY_KEEP)) {
      return new QueryRule(true, path.list(Schema.QUERY_KEEP));
    }
    return path.has(Schema.QUERY_DROP)
        ? new QueryRule(false, path.list(Schema.QUERY_DROP))
        : path.read(Schema.QUERY);
  }

  private FieldEdits edits(GroupReader path) {
    Map<String, String> set = path.table(Schema.SET, Syntaxes.RESPONSE_FIELD);
    List<String> removed = path.list(Schema.REMOVE);
    Optional<String> both =
        removed.stream()
            .filter(name -> set.keySet().stream().anyMatch(name::equalsIgnoreCase))
            .findFirst();
    both.ifPresent(name ->
        problems.add(
            path.place(Schema.REMOVE),
            "`" + name + "` is in `set` too, which takes the place of what the origin sent"));
    return new FieldEdits(set, removed);
  }
}
