package dev.larder.rules;

import dev.larder.rules.AssetGuard.Find;
import org.jspecify.annotations.Nullable;

/** The kinds of content that begin with bytes of their own (WHATWG MIME Sniffing §6). */
final class Signatures {
  private Signatures() {}

  static @Nullable Find of(byte[] bytes) {
    if (isImage(bytes)) {
      return Find.IMAGE;
    }
    if (isFont(bytes)) {
      return Find.FONT;
    }
    if (isMedia(bytes)) {
      return Find.MEDIA;
    }
    if (begins(bytes, 0, "\0asm")) {
      return Find.WASM;
    }
    if (begins(bytes, 0, "%PDF-")) {
      return Find.DOCUMENT;
    }
    if (begins(bytes, 0, "\u001f\u008b\b")) {
      return Find.GZIP;
    }
    return isArchive(bytes) ? Find.ARCHIVE : null;
  }

  private static boolean isImage(byte[] bytes) {
    return begins(bytes, 0, "\u0089PNG\r\n\u001a\n")
        || begins(bytes, 0, "\u00ff\u00d8\u00ff")
        || begins(bytes, 0, "GIF87a")
        || begins(bytes, 0, "GIF89a")
        || (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP"))
        || (isBox(bytes) && (begins(bytes, 8, "avif") || begins(bytes, 8, "heic")))
        || begins(bytes, 0, "\0\0\u0001\0");
  }

  private static boolean isFont(byte[] bytes) {
    return isWebFont(bytes)
        || begins(bytes, 0, "OTTO\0")
        || begins(bytes, 0, "ttcf\0")
        || begins(bytes, 0, "\0\u0001\0\0\0")
        || (begins(bytes, 34, "LP") && begins(bytes, 11, "\0"));
  }

  /** A name of four letters could begin a script as well; the flavour of a font could not. */
  private static boolean isWebFont(byte[] bytes) {
    return (begins(bytes, 0, "wOFF") || begins(bytes, 0, "wOF2"))
        && (begins(bytes, 4, "\0\u0001\0\0")
            || begins(bytes, 4, "OTTO")
            || begins(bytes, 4, "ttcf")
            || begins(bytes, 4, "true"));
  }

  /** Of the ISO base media format: no box of kinds is 16 MiB long. */
  private static boolean isBox(byte[] bytes) {
    return begins(bytes, 0, "\0") && begins(bytes, 4, "ftyp");
  }

  private static boolean isMedia(byte[] bytes) {
    return isBox(bytes)
        || begins(bytes, 0, "\u001aE\u00df\u00a3")
        || begins(bytes, 0, "OggS\0")
        || (begins(bytes, 0, "fLaC") && begins(bytes, 5, "\0\0\""))
        || isTagged(bytes)
        || (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WAVE"));
  }

  /** MPEG audio behind a tag of version 2.2 to 2.4. */
  private static boolean isTagged(byte[] bytes) {
    return begins(bytes, 0, "ID3") && bytes.length > 3 && bytes[3] >= 2 && bytes[3] <= 4;
  }

  private static boolean isArchive(byte[] bytes) {
    return begins(bytes, 0, "PK\u0003\u0004")
        || (begins(bytes, 0, "BZh") && begins(bytes, 4, "1AY&SY"))
        || begins(bytes, 0, "\u00fd7zXZ\0")
        || begins(bytes, 0, "7z\u00bc\u00af'\u001c")
        || begins(bytes, 0, "(\u00b5/\u00fd");
  }

  /** Whether these octets stand at that place; a character is an octet. */
  private static boolean begins(byte[] bytes, int at, String octets) {
    if (bytes.length < at + octets.length()) {
      return false;
    }
    for (int i = 0; i < octets.length(); i++) {
      if (Byte.toUnsignedInt(bytes[at + i]) != octets.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
