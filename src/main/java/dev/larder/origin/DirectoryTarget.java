package dev.larder.origin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request target that may name a file below a directory. Each segment is decoded on its own and
 * must then be a plain name, so that no spelling of {@code ..}, of a slash or of NUL leads
 * anywhere.
 *
 * @param path as it was sent
 * @param query with its question mark, or empty
 * @param names one for each segment, decoded
 * @param endsWithSlash whether a directory is asked for
 */
record DirectoryTarget(String path, String query, List<String> names, boolean endsWithSlash) {

  /**
   * Reads a target.
   *
   * @param dotfiles whether names may begin with a dot
   * @return null when it can name no file
   */
  static @Nullable DirectoryTarget parse(String target, boolean dotfiles) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question);
    if (!path.startsWith("/")) {
      return null;
    }
    boolean slash = path.endsWith("/");
    List<String> names = new ArrayList<>();
    if (path.length() > 1) {
      String inner = path.substring(1, slash ? path.length() - 1 : path.length());
      for (String segment : inner.split("/", -1)) {
        String name = decode(segment);
        if (name == null || !isPlain(name, dotfiles)) {
          return null;
        }
        names.add(name);
      }
    }
    return new DirectoryTarget(path, query, List.copyOf(names), slash);
  }

  private static boolean isPlain(String name, boolean dotfiles) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && (dotfiles || !name.startsWith("."))
        && name.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\');
  }

  /** The text that a segment's octets are in UTF-8, or null when they are no such text. */
  private static @Nullable String decode(String segment) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c > 0xff) {
        return null;
      }
      if (c == '%') {
        if (i + 2 >= segment.length()
            || !HexFormat.isHexDigit(segment.charAt(i + 1))
            || !HexFormat.isHexDigit(segment.charAt(i + 2))) {
          return null;
        }
        c = (char) HexFormat.fromHexDigits(segment, i + 1, i + 3);
        i += 2;
      }
      octets.write(c);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(octets.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}
