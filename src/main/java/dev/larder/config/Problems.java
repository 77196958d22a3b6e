package dev.larder.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects mistakes, so that all of them are told at once. */
final class Problems {

  private final List<ConfigProblem> found = new ArrayList<>();

  void add(Place place, String message) {
    found.add(new ConfigProblem(place.source(), place.line(), message));
  }

  boolean none() {
    return found.isEmpty();
  }

  int count() {
    return found.size();
  }

  List<ConfigProblem> inOrder() {
    return found.stream().sorted(Comparator.comparingInt(ConfigProblem::line)).toList();
  }
}
