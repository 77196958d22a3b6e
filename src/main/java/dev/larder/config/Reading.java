package dev.larder.config;

import java.util.List;

/** What came of reading a configuration. */
public sealed interface Reading {

  /** No mistake was found. */
  record Good(NodeConfig config) implements Reading {}

  /**
   * At least one mistake was found.
   *
   * @param problems all of them, in the order of the file
   */
  record Bad(List<ConfigProblem> problems) implements Reading {}
}
