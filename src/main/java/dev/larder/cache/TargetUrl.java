package dev.larder.cache;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** URLs as operators name them: absolute, of HTTP, as a client would ask for them. */
final class TargetUrl {
  private TargetUrl() {}

  /** Such a URL; one that is none ends in a sentence for whoever gave it. */
  static URI parse(String text, boolean queryAllowed) throws NotUnderstoodException {
    URI url = parsed(text);
    String scheme = url == null ? null : url.getScheme();
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (url == null || !http || url.getHost() == null) {
      throw new NotUnderstoodException(
          "\"" + text + "\" is no absolute URL like http://host/path, with all else escaped.");
    }
    if (url.getRawFragment() != null) {
      throw new NotUnderstoodException("\"" + text + "\" has a fragment, which no server sees.");
    }
    if (!queryAllowed && url.getRawQuery() != null) {
      throw new NotUnderstoodException(
          "\"" + text + "\" has a query; a prefix covers all queries of the paths it begins.");
    }
    return url;
  }

  private static @Nullable URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException notAUrl) {
      return null;
    }
  }

  /** It cannot be used, with a sentence for whoever gave it. */
  static final class NotUnderstoodException extends Exception {
    private static final long serialVersionUID = 1;

    private final String sentence;

    NotUnderstoodException(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }
}
