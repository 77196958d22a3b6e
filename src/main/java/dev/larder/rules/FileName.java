package dev.larder.rules;

/**
 * The last segment of a path without its extensions.
 *
 * @param end where in the path its extensions begin
 * @param kind what the last of them says
 */
record FileName(int end, Kind kind) {

  /** What an extension says of who made the file. */
  enum Kind {
    /** Scripts, styles, modules: build tools make nearly all of them. */
    CODE,
    /** Fonts, images and the like: build tools copy them, and people put them there by hand too. */
    MEDIA,
    OTHER
  }

  private static final Words CODE = Words.of("js", "mjs", "cjs", "css", "wasm", "map");

  private static final Words MEDIA =
      Words.of(
          "avif", "eot", "gif", "ico", "jpeg", "jpg", "json", "mp3", "mp4", "ogg", "otf", "png",
          "svg", "ttf", "txt", "webm", "webp", "woff", "woff2");

  /** What build tools write between the hash and the extension. */
  private static final Words BETWEEN =
      Words.of(
          "async",
          "bundle",
          "cjs",
          "chunk",
          "css",
          "dev",
          "development",
          "entry",
          "esm",
          "iframe",
          "js",
          "lazy",
          "legacy",
          "license",
          "min",
          "mjs",
          "modern",
          "module",
          "prod",
          "production",
          "system",
          "umd",
          "worker");

  /** The name that begins there. */
  static FileName of(String path, int from) {
    int dot = path.lastIndexOf('.');
    if (dot <= from) {
      return new FileName(path.length(), Kind.OTHER);
    }
    Kind kind =
        CODE.has(path, dot + 1, path.length())
            ? Kind.CODE
            : MEDIA.has(path, dot + 1, path.length()) ? Kind.MEDIA : Kind.OTHER;
    return new FileName(withoutBetween(path, from, dot), kind);
  }

  private static int withoutBetween(String path, int from, int last) {
    int end = last;
    int dot = path.lastIndexOf('.', end - 1);
    while (dot > from && BETWEEN.has(path, dot + 1, end)) {
      end = dot;
      dot = path.lastIndexOf('.', end - 1);
    }
    return end;
  }

  /** Whether build tools make or copy such files at all. */
  boolean isBuilt() {
    return kind != Kind.OTHER;
  }

  boolean isCode() {
    return kind == Kind.CODE;
  }
}
