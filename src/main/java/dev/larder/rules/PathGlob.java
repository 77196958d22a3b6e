package dev.larder.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern over canonical paths: {@code *} stands for any text within a segment, {@code **} for
 * any text across segments, {@code ?} for one character of a segment, all else for itself.
 *
 * <p>It is matched on I/O threads against paths that clients choose, so no path may make it slow. A
 * regular expression of the same meaning goes back and forth in a path of 8 KB for a tenth of a
 * second. Here each character of the path is looked at once, and all the places of the pattern
 * where one may be by then are kept side by side.
 */
public final class PathGlob {
  private final String text;
  private final int literal;

  private PathGlob(String text) {
    this.text = text;
    this.literal = literalStart(text);
  }

  public static PathGlob of(String glob) {
    return new PathGlob(glob);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  private static int literalStart(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '?') {
      end++;
    }
    return end;
  }

  public boolean matches(String path) {
    if (!path.regionMatches(0, text, 0, literal)) {
      return false;
    }
    Places places = new Places(literal);
    for (int i = literal; i < path.length(); i++) {
      if (!places.read(path.charAt(i))) {
        return false;
      }
    }
    return places.matched();
  }

  /** Where one is before the first character. */
  Places begin() {
    return new Places(0);
  }

  private boolean isStar(int at) {
    return at < text.length() && text.charAt(at) == '*';
  }

  /** Whether a star is one of several, and so stands for slashes too. */
  private boolean isWide(int star) {
    return isStar(star + 1) || (star > 0 && isStar(star - 1));
  }

  private boolean fits(int at, char c) {
    char wanted = text.charAt(at);
    return switch (wanted) {
      case '*' -> false;
      case '?' -> c != '/';
      default -> c == wanted;
    };
  }

  /** All the places of the pattern where one may be after some characters. */
  final class Places {
    private final boolean[] at;

    private Places(int first) {
      this.at = new boolean[text.length() + 1];
      at[first] = true;
      passStars();
    }

    private Places(boolean[] at) {
      this.at = at;
    }

    /** The places after one character more. */
    Places after(char c) {
      Places next = new Places(at.clone());
      next.read(c);
      return next;
    }

    boolean matched() {
      return at[text.length()];
    }

    /** Whether no more characters can lead to a match. */
    boolean nowhere() {
      for (boolean here : at) {
        if (here) {
          return false;
        }
      }
      return true;
    }

    /** Goes on by one character; false when that leads nowhere. */
    private boolean read(char c) {
      boolean any = false;
      for (int to = text.length(); to >= 0; to--) {
        boolean stays = at[to] && isStar(to) && (c != '/' || isWide(to));
        at[to] = stays || (to > 0 && at[to - 1] && fits(to - 1, c));
        any |= at[to];
      }
      passStars();
      return any;
    }

    /** Whoever is in front of a star may be behind it: it stands for no text too. */
    private void passStars() {
      for (int star = 0; star < text.length(); star++) {
        at[star + 1] |= at[star] && isStar(star);
      }
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Places places && Arrays.equals(at, places.at);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(at);
    }
  }
}
