package dev.larder.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Settings that stand together under one name.
 *
 * @param name as it is written; empty for the file itself
 */
record Group(String name, List<Key<?>> keys, List<Group> groups) {

  static Group of(String name, Key<?>... keys) {
    return new Group(name, List.of(keys), List.of());
  }

  /** Every name that may stand here. */
  List<String> names() {
    return Stream.concat(keys.stream().map(Key::name), groups.stream().map(Group::name))
        .sorted()
        .toList();
  }
}
