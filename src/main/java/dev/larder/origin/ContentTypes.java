package dev.larder.origin;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The media type of a file by its name's extension. Text is taken to be UTF-8. */
final class ContentTypes {
  private static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> TEXT =
      parse(
          """
          text/html: html htm shtml
          text/css: css
          text/javascript: js mjs cjs
          text/plain: txt text log conf ini
          text/markdown: md markdown
          text/csv: csv
          text/tab-separated-values: tsv
          text/calendar: ics
          text/vcard: vcf
          text/vtt: vtt
          text/xml: xsl xslt
          text/x-typescript: tsx mts cts
          text/jsx: jsx
          text/x-scss: scss
          text/x-sass: sass
          text/x-less: less
          application/json: json map topojson
          application/ld+json: jsonld
          application/geo+json: geojson
          application/manifest+json: webmanifest
          application/xml: xml xsd
          application/xhtml+xml: xhtml
          application/rss+xml: rss
          application/atom+xml: atom
          application/yaml: yaml yml
          application/toml: toml
          application/x-ndjson: ndjson
          application/json5: json5
          model/gltf+json: gltf
          image/svg+xml: svg
          """);

  private static final Map<String, String> BINARY =
      parse(
          """
          image/png: png
          image/apng: apng
          image/jpeg: jpg jpeg jpe jfif
          image/gif: gif
          image/webp: webp
          image/avif: avif
          image/heic: heic
          image/heif: heif
          image/jxl: jxl
          image/tiff: tif tiff
          image/bmp: bmp
          image/x-icon: ico cur
          font/woff: woff
          font/woff2: woff2
          font/ttf: ttf
          font/otf: otf
          font/collection: ttc
          application/vnd.ms-fontobject: eot
          application/wasm: wasm
          application/pdf: pdf
          application/zip: zip
          application/gzip: gz tgz
          application/x-tar: tar
          application/x-bzip2: bz2
          application/x-xz: xz
          application/zstd: zst
          application/x-7z-compressed: 7z
          application/vnd.rar: rar
          application/java-archive: jar
          application/x-brotli: br
          application/epub+zip: epub
          application/rtf: rtf
          application/msword: doc
          application/vnd.openxmlformats-officedocument.wordprocessingml.document: docx
          application/vnd.ms-excel: xls
          application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: xlsx
          application/vnd.ms-powerpoint: ppt
          application/vnd.openxmlformats-officedocument.presentationml.presentation: pptx
          application/vnd.android.package-archive: apk
          application/x-apple-diskimage: dmg
          application/x-msdownload: exe
          application/x-debian-package: deb
          application/x-rpm: rpm
          application/vnd.apple.mpegurl: m3u8
          application/dash+xml: mpd
          audio/mpeg: mp3
          audio/mp4: m4a
          audio/aac: aac
          audio/ogg: oga ogg opus
          audio/wav: wav
          audio/flac: flac
          audio/webm: weba
          audio/midi: mid midi
          video/mp4: mp4 m4v
          video/mp2t: ts
          video/webm: webm
          video/ogg: ogv
          video/quicktime: mov
          video/x-msvideo: avi
          video/x-matroska: mkv
          video/mpeg: mpg mpeg
          model/gltf-binary: glb
          model/obj: obj
          model/stl: stl
          """);

  private ContentTypes() {}

  /** Lines of a media type, a colon and the extensions that stand for it. */
  private static Map<String, String> parse(String table) {
    Map<String, String> types = new HashMap<>();
    for (String line : table.lines().toList()) {
      int colon = line.indexOf(": ");
      for (String extension : line.substring(colon + 2).split(" ", -1)) {
        types.put(extension, line.substring(0, colon));
      }
    }
    return Map.copyOf(types);
  }

  /** The value of {@code Content-Type} for a file of that name. */
  static String of(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (extension.length() == name.length()) {
      return UNKNOWN;
    }
    String text = TEXT.get(extension);
    return text != null ? text + "; charset=utf-8" : BINARY.getOrDefault(extension, UNKNOWN);
  }
}
