package dev.larder.rules;

import java.util.regex.Pattern;

/**
 * A pattern over canonical paths: {@code *} stands for any text within a segment, {@code **} for
 * any text across segments, {@code ?} for one character of a segment, all else for itself.
 *
 * @param text as it was written
 * @param pattern what it means
 */
public record PathGlob(String text, Pattern pattern) {

  public static PathGlob of(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*' && glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return new PathGlob(glob, Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }
}
