package dev.larder.rules;

import java.util.ArrayList;
import java.util.List;

/** A set of words, in any letter case, that can be asked without taking a word out of its text. */
final class Words {
  private final List<List<String>> byLength = new ArrayList<>();

  private Words() {}

  static Words of(String... words) {
    Words set = new Words();
    for (String word : words) {
      while (set.byLength.size() <= word.length()) {
        set.byLength.add(new ArrayList<>());
      }
      set.byLength.get(word.length()).add(word);
    }
    return set;
  }

  /** Whether a stretch of text is one of them. */
  boolean has(String text, int from, int to) {
    int length = to - from;
    if (length >= byLength.size()) {
      return false;
    }
    List<String> candidates = byLength.get(length);
    for (int i = 0; i < candidates.size(); i++) {
      if (text.regionMatches(true, from, candidates.get(i), 0, length)) {
        return true;
      }
    }
    return false;
  }
}
