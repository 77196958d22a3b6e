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
        || begins(bytes, 4, "ftypavif")
        || begins(bytes, 4, "ftypheic")
        || begins(bytes, 0, "\0\0\u0001\0");
  }

  private static boolean isFont(byte[] bytes) {
    return begins(bytes, 0, "wOFF")
        || begins(bytes, 0, "wOF2")
        || begins(bytes, 0, "OTTO")
        || begins(bytes, 0, "ttcf")
        || begins(bytes, 0, "\0\u0001\0\0\0")
        || begins(bytes, 34, "LP");
  }

  private static boolean isMedia(byte[] bytes) {
    return begins(bytes, 4, "ftyp")
        || begins(bytes, 0, "\u001aE\u00df\u00a3")
        || begins(bytes, 0, "OggS\0")
        || begins(bytes, 0, "fLaC")
        || begins(bytes, 0, "ID3")
        || (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WAVE"));
  }

  private static boolean isArchive(byte[] bytes) {
    return begins(bytes, 0, "PK\u0003\u0004")
        || begins(bytes, 0, "BZh")
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
