package dev.larder.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the settings of one group, and tells every mistake in it.
 *
 * <p>After a mistake it answers with the default, so that reading goes on to the next one; what was
 * read is used only if there was none.
 */
final class GroupReader {

  private final Group group;
  private final Tree.Mapping mapping;
  private final Problems problems;

  GroupReader(Group group, Tree.Mapping mapping, Problems problems) {
    this.group = group;
    this.mapping = mapping;
    this.problems = problems;
    List<String> names = group.names();
    mapping
        .entries()
        .forEach((name, entry) -> {
          if (!names.contains(name)) {
            problems.add(entry.place(), unknown(name, names));
          }
        });
  }

  /** Where the group stands. */
  Place place() {
    return mapping.place();
  }

  /** Where a setting stands, or else the group. */
  Place place(Key<?> key) {
    Tree.Entry entry = mapping.entries().get(key.name());
    return entry == null ? place() : entry.place();
  }

  boolean has(Key<?> key) {
    Tree.Entry entry = mapping.entries().get(key.name());
    return entry != null && !(entry.value() instanceof Tree.Nothing);
  }

  <T> T read(Key<T> key) {
    return optional(key).orElseGet(key::fallback);
  }

  <T> Optional<T> optional(Key<T> key) {
    Tree.Entry entry = mapping.entries().get(key.name());
    return entry == null ? Optional.empty() : value(key, entry.value());
  }

  <T> Optional<T> required(Key<T> key) {
    require(key);
    return optional(key);
  }

  /** The values of a setting that may be one value or a list of them. */
  <T> List<T> list(Key<T> key) {
    Tree.Entry entry = mapping.entries().get(key.name());
    List<T> values = new ArrayList<>();
    if (entry == null) {
      return values;
    }
    for (Tree item : items(entry.value())) {
      value(key, item).ifPresent(values::add);
    }
    return values;
  }

  /** The values of a setting that is a group of names that people choose, in their order. */
  <T> Map<String, T> table(Key<T> key, Syntax<String> names) {
    Tree.Entry entry = mapping.entries().get(key.name());
    Map<String, T> values = new LinkedHashMap<>();
    if (entry == null || entry.value() instanceof Tree.Nothing) {
      return values;
    }
    if (!(entry.value() instanceof Tree.Mapping given)) {
      problems.add(
          entry.place(),
          "`" + key.name() + "` is " + entry.value().noun() + ", but takes a group of keys");
      return values;
    }
    given
        .entries()
        .forEach((name, inner) -> {
          if (names.read(name).isEmpty()) {
            problems.add(
                inner.place(), "`" + name + "` in `" + key.name() + "` is not " + names.meaning());
          } else if (inner.value() instanceof Tree.Nothing) {
            problems.add(
                inner.place(), "`" + name + "` has no value: it takes " + key.syntax().meaning());
          }
          value(key, inner.value()).ifPresent(value -> values.put(name, value));
        });
    return values;
  }

  /** Tells of settings that a faithful site cannot have. */
  void refuseAssetsOnly(List<Key<?>> keys) {
    for (Key<?> key : keys) {
      if (has(key)) {
        problems.add(
            place(key),
            "`"
                + key.name()
                + "` is for `policy: assets`; a faithful site keeps what the origin says");
      }
    }
  }

  void require(Key<?> key) {
    if (!has(key)) {
      problems.add(place(), "`" + key.name() + "` is missing: it takes " + key.syntax().meaning());
    }
  }

  /** Whether a group is given at all. */
  boolean has(Group inner) {
    Tree.Entry entry = mapping.entries().get(inner.name());
    return entry != null && !(entry.value() instanceof Tree.Nothing);
  }

  /** A group of this group; one without settings when it is not given. */
  GroupReader group(Group inner) {
    Tree.Entry entry = mapping.entries().get(inner.name());
    Place at = entry == null ? place() : entry.place();
    if (entry != null && entry.value() instanceof Tree.Mapping given) {
      return new GroupReader(inner, new Tree.Mapping(at, given.entries()), problems);
    }
    if (entry != null && !(entry.value() instanceof Tree.Nothing)) {
      wrongShape(inner, entry.place(), entry.value(), "a group of keys");
    }
    return new GroupReader(inner, new Tree.Mapping(at, new LinkedHashMap<>()), problems);
  }

  /** A list of groups. */
  List<GroupReader> groups(Group inner) {
    Tree.Entry entry = mapping.entries().get(inner.name());
    List<GroupReader> readers = new ArrayList<>();
    if (entry == null) {
      return readers;
    }
    for (Tree item : items(entry.value())) {
      if (item instanceof Tree.Mapping given) {
        readers.add(new GroupReader(inner, given, problems));
      } else {
        wrongShape(inner, item.place(), item, "a list of groups of keys");
      }
    }
    return readers;
  }

  private <T> Optional<T> value(Key<T> key, Tree tree) {
    if (tree instanceof Tree.Nothing) {
      return Optional.empty();
    }
    Optional<T> value =
        tree instanceof Tree.Scalar scalar ? key.syntax().read(scalar.text()) : Optional.empty();
    if (value.isEmpty()) {
      problems.add(
          tree.place(),
          "`" + key.name() + "` is " + tree.noun() + ", but takes " + key.syntax().meaning());
    }
    return value;
  }

  private void wrongShape(Group inner, Place at, Tree given, String meant) {
    String names = inner.names().stream().collect(Collectors.joining(", "));
    problems.add(
        at, "`" + inner.name() + "` is " + given.noun() + ", but takes " + meant + ": " + names);
  }

  private String unknown(String name, List<String> names) {
    String here = group.name().isEmpty() ? "here" : "in `" + group.name() + "`";
    return "`"
        + name
        + "` is not a key"
        + Spelling.nearest(name, names).map(near -> ", did you mean `" + near + "`?").orElse(".")
        + " The keys "
        + here
        + " are: "
        + String.join(", ", names);
  }

  private static List<Tree> items(Tree tree) {
    return switch (tree) {
      case Tree.Nothing nothing -> List.of();
      case Tree.Sequence sequence -> sequence.items();
      case Tree.Scalar scalar -> List.of(scalar);
      case Tree.Mapping mapping -> List.of(mapping);
    };
  }
}
