package dev.larder.config;

import java.util.List;
import java.util.SequencedMap;

/** What a file says, before anybody asks what it means: YAML's shapes, each with its place. */
sealed interface Tree {

  Place place();

  /** A key without a value. */
  record Nothing(Place place) implements Tree {}

  /** One value, as it was written. */
  record Scalar(Place place, String text) implements Tree {}

  record Sequence(Place place, List<Tree> items) implements Tree {}

  record Mapping(Place place, SequencedMap<String, Entry> entries) implements Tree {}

  /**
   * The value of a key.
   *
   * @param place of the key
   */
  record Entry(Place place, Tree value) {}

  /** How a sentence calls this shape. */
  default String noun() {
    return switch (this) {
      case Nothing nothing -> "nothing";
      case Scalar scalar -> "`" + scalar.text() + "`";
      case Sequence sequence -> "a list";
      case Mapping mapping -> "a group of keys";
    };
  }
}
