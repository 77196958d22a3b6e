package dev.larder.rules;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer is what its URL promises. An origin that gives its page of errors, its login or
 * the start of its application to whoever asks for a script poisons a cache for as long as the
 * script would have lived.
 *
 * <p>Only a positive contradiction counts: the bytes are recognised as something that the name
 * rules out. Unknown bytes are fine, and so is a wrong type on right bytes.
 */
public final class AssetGuard {
  private AssetGuard() {}

  /**
   * What is wrong.
   *
   * @param promised by the URL, one word
   * @param found in its place, one or two words
   */
  public record Objection(String promised, String found) {

    /** For people. */
    public String words() {
      return found + " where " + promised + " is promised";
    }
  }

  /** What a name can promise. */
  private enum Promise {
    SCRIPT("a script"),
    STYLE("a style sheet"),
    JSON("JSON"),
    WASM("WebAssembly"),
    FONT("a font"),
    DRAWING("an image"),
    IMAGE("an image"),
    MEDIA("sound or film"),
    DOCUMENT("a document"),
    ARCHIVE("an archive");

    private final String words;

    Promise(String words) {
      this.words = words;
    }

    /** Servers of images choose their format, and of moving ones even whether it is a film. */
    boolean admits(Find find) {
      return switch (this) {
        case SCRIPT, STYLE, JSON -> false;
        case WASM -> find == Find.WASM;
        case FONT -> find == Find.FONT;
        case DRAWING -> find == Find.DRAWING || find == Find.IMAGE || find == Find.XML;
        case IMAGE -> find == Find.IMAGE || find == Find.DRAWING || find == Find.MEDIA;
        case MEDIA -> find == Find.MEDIA || find == Find.IMAGE;
        case DOCUMENT -> find == Find.DOCUMENT;
        case ARCHIVE -> find == Find.ARCHIVE || find == Find.GZIP;
      };
    }

    boolean isText() {
      return this == SCRIPT || this == STYLE || this == JSON;
    }
  }

  /** What bytes can be recognised as. */
  enum Find {
    HTML("HTML"),
    XML("XML"),
    JSON("JSON"),
    WASM("WebAssembly"),
    FONT("a font"),
    DRAWING("SVG"),
    IMAGE("an image"),
    MEDIA("sound or film"),
    DOCUMENT("PDF"),
    ARCHIVE("an archive"),
    GZIP("gzip");

    private final String words;

    Find(String words) {
      this.words = words;
    }
  }

  /**
   * Judges an answer that might be stored.
   *
   * @param path of the URL
   * @param contentType as declared
   * @param first the beginning of the content without coding, up to 512 bytes
   * @param whole whether that is all of it
   * @return null when there is nothing to object to
   */
  public static @Nullable Objection judge(
      String path, int status, @Nullable String contentType, ByteBuffer first, boolean whole) {
    Promise promise = status == 200 || status == 203 ? promise(path) : null;
    if (promise == null) {
      return null;
    }
    if (!first.hasRemaining()) {
      return whole ? new Objection(promise.words, "nothing") : null;
    }
    Find find = find(first, type(contentType), promise);
    return find == null || promise.admits(find) ? null : new Objection(promise.words, find.words);
  }

  /**
   * Whether a name is one of a compressed file, which is what it is by being compressed: some
   * servers label it with that coding as well.
   */
  public static boolean promisesArchive(String path) {
    return promise(path) == Promise.ARCHIVE;
  }

  /** The objection to content that is not in the coding that its label says. */
  public static Objection undecodable(String path, String coding) {
    Promise promise = promise(path);
    return new Objection(promise == null ? coding : promise.words, "content that is not " + coding);
  }

  private static @Nullable Promise promise(String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0 || path.length() - dot > 12 || path.indexOf('/', dot) >= 0) {
      return null;
    }
    return switch (path.substring(dot + 1).toLowerCase(Locale.ROOT)) {
      case "js", "mjs", "cjs" -> Promise.SCRIPT;
      case "css" -> Promise.STYLE;
      case "json", "map", "webmanifest", "geojson" -> Promise.JSON;
      case "wasm" -> Promise.WASM;
      case "woff", "woff2", "ttf", "otf", "ttc", "eot" -> Promise.FONT;
      case "svg" -> Promise.DRAWING;
      case "png", "apng", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "cur" ->
          Promise.IMAGE;
      case "mp4", "m4v", "m4a", "webm", "mp3", "ogg", "oga", "ogv", "opus", "wav", "flac" ->
          Promise.MEDIA;
      case "pdf" -> Promise.DOCUMENT;
      case "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "br" -> Promise.ARCHIVE;
      default -> null;
    };
  }

  private static String type(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Find find(ByteBuffer first, String type, Promise promise) {
    byte[] bytes = new byte[first.remaining()];
    first.duplicate().get(bytes);
    Find magic = Signatures.of(bytes);
    if (magic != null) {
      return magic;
    }
    Find markup = Markup.of(bytes);
    if (markup != null) {
      return markup;
    }
    return declared(bytes, type, promise);
  }

  /** What the declared type makes likely, and the first sign does not rule out. */
  private static @Nullable Find declared(byte[] bytes, String type, Promise promise) {
    int sign = Markup.firstSign(bytes);
    if (sign == '<' && (type.equals("text/html") || type.equals("application/xhtml+xml"))) {
      return Find.HTML;
    }
    boolean json = type.equals("application/json") || type.endsWith("+json");
    return json && !promise.isText() && (sign == '{' || sign == '[') ? Find.JSON : null;
  }
}
