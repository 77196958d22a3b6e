package dev.larder.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether some globs together match every path that another matches, so that behind them it can
 * never match.
 *
 * <p>All globs walk side by side over every text there is, as far as they can tell texts apart: by
 * the characters that stand in them, the slash, and one more for all the others.
 */
public final class GlobCover {
  /** More than any globs that people write come to; beyond it they count as not covered. */
  private static final int MOST_PLACES = 20_000;

  /** Stands for all characters that no glob names; none of them can be in a path. */
  private static final char ANY_OTHER = '\0';

  private final List<PathGlob> all;
  private final Set<Character> alphabet = new TreeSet<>();

  private GlobCover(List<PathGlob> all) {
    this.all = all;
    alphabet.add('/');
    alphabet.add(ANY_OTHER);
    all.forEach(glob -> glob.text().chars().forEach(c -> alphabet.add((char) c)));
  }

  /** Whether no path is left to the glob; a path begins with a slash. */
  public static boolean covers(List<PathGlob> earlier, PathGlob glob) {
    List<PathGlob> all = new ArrayList<>();
    all.add(glob);
    all.addAll(earlier);
    return new GlobCover(all).leavesNothingToTheFirst();
  }

  private boolean leavesNothingToTheFirst() {
    List<PathGlob.Places> begun = new ArrayList<>();
    all.forEach(glob -> begun.add(glob.begin()));
    Queue<List<PathGlob.Places>> toVisit = new ArrayDeque<>();
    Set<List<PathGlob.Places>> met = new HashSet<>();
    toVisit.add(after(begun, '/'));
    while (!toVisit.isEmpty()) {
      List<PathGlob.Places> here = toVisit.remove();
      boolean leftToTheFirst =
          here.getFirst().matched() && here.stream().skip(1).noneMatch(PathGlob.Places::matched);
      if (leftToTheFirst || met.size() > MOST_PLACES) {
        return false;
      }
      if (!here.getFirst().nowhere() && met.add(here)) {
        alphabet.forEach(c -> toVisit.add(after(here, c)));
      }
    }
    return true;
  }

  private static List<PathGlob.Places> after(List<PathGlob.Places> places, char c) {
    return places.stream().map(each -> each.after(c)).toList();
  }
}
