package dev.larder.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Lays the command line over the file, as if its values had been written there.
 *
 * <p>A setting of {@code sites} goes to every site, but an origin only to the one site: of several,
 * none could be meant.
 */
final class FlagOverlay {

  private final Problems problems;

  FlagOverlay(Problems problems) {
    this.problems = problems;
  }

  Tree.Mapping over(Tree.Mapping file, List<Flag> flags) {
    Tree.Mapping overlaid = file;
    for (Flag flag : flags) {
      overlaid = over(overlaid, flag);
    }
    return overlaid;
  }

  private Tree.Mapping over(Tree.Mapping file, Flag flag) {
    Place place = new Place(flag.name(), 0);
    Tree.Scalar value = new Tree.Scalar(place, flag.value());
    int dot = flag.key().indexOf('.');
    if (dot < 0) {
      return with(file, flag.key(), value);
    }
    String group = flag.key().substring(0, dot);
    String key = flag.key().substring(dot + 1);
    if (group.equals(Schema.SITES.name())) {
      return with(file, group, sites(file, place, key, value));
    }
    return with(file, group, with(mapping(file, group, place), key, value));
  }

  private Tree sites(Tree.Mapping file, Place place, String key, Tree.Scalar value) {
    List<Tree> sites = sitesOf(file, place);
    if (key.equals(Schema.ORIGIN.name()) && sites.size() > 1) {
      problems.add(
          place, "the file has " + sites.size() + " sites, and each names its own `origin` there");
    }
    List<Tree> changed =
        sites.stream()
            .map(site -> site instanceof Tree.Mapping given ? with(given, key, value) : site)
            .toList();
    return new Tree.Sequence(place, changed);
  }

  private static List<Tree> sitesOf(Tree.Mapping file, Place place) {
    Tree.Entry entry = file.entries().get(Schema.SITES.name());
    if (entry == null || entry.value() instanceof Tree.Nothing) {
      return List.of(empty(place));
    }
    return entry.value() instanceof Tree.Sequence several
        ? several.items()
        : List.of(entry.value());
  }

  private static Tree.Mapping mapping(Tree.Mapping file, String group, Place place) {
    Tree.Entry entry = file.entries().get(group);
    return entry != null && entry.value() instanceof Tree.Mapping given ? given : empty(place);
  }

  /** Keeps the place of a key that the file has; its value then comes from elsewhere. */
  private static Tree.Mapping with(Tree.Mapping mapping, String key, Tree value) {
    SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>(mapping.entries());
    Place place = value instanceof Tree.Scalar ? value.place() : placeOf(mapping, key, value);
    entries.put(key, new Tree.Entry(place, value));
    return new Tree.Mapping(mapping.place(), entries);
  }

  private static Place placeOf(Tree.Mapping mapping, String key, Tree value) {
    Tree.Entry before = mapping.entries().get(key);
    return before == null ? value.place() : before.place();
  }

  private static Tree.Mapping empty(Place place) {
    return new Tree.Mapping(place, new LinkedHashMap<>());
  }
}
