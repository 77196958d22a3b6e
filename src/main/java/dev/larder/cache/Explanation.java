package dev.larder.cache;

import java.util.List;

/** What would become of a request now, and why. */
public sealed interface Explanation {

  /**
   * One thing to know.
   *
   * @param name a word or two
   * @param value for people
   */
  record Fact(String name, String value) {}

  /** The facts in the order of the decisions. */
  record Explained(List<Fact> facts) implements Explanation {
    public Explained {
      facts = List.copyOf(facts);
    }
  }

  /**
   * There is nothing to explain.
   *
   * @param sentence what is wrong, for people
   */
  record Refused(String sentence) implements Explanation {}
}
