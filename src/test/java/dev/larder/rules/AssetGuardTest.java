package dev.larder.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetGuardTest {

  private static AssetGuard.@Nullable Objection judge(
      String path, @Nullable String type, byte[] first) {
    return AssetGuard.judge(path, 200, type, ByteBuffer.wrap(first), false);
  }

  private static AssetGuard.@Nullable Objection judge(
      String path, @Nullable String type, String first) {
    return judge(path, type, first.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!doctype html><title>x",
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD",
        "\r\n\t <html lang=en>",
        "\u00ef\u00bb\u00bf<!doctype html>",
        "<!-- saved -->\n<!-- twice --><head>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C",
        "<body>",
        "<script>location='/login'</script>",
        "<h1>Not here</h1>"
      })
  void pageIsNoAsset(String page) {
    for (String path :
        new String[] {
          "/a.js",
          "/a.mjs",
          "/a.css",
          "/a.json",
          "/a.js.map",
          "/a.wasm",
          "/a.woff2",
          "/a.PNG",
          "/a.svg",
          "/a.mp4",
          "/a.pdf",
          "/a.zip"
        }) {
      AssetGuard.@Nullable Objection objection = judge(path, "application/octet-stream", page);
      assertNotNull(objection, path);
      assertEquals("HTML", objection.found());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a.html", "/a", "/", "/a.js/", "/a.txt", "/a.xml", "/v1.2/page"})
  void nameThatPromisesNothingIsNotJudged(String path) {
    assertNull(judge(path, "text/html", "<!doctype html>"));
    assertNull(AssetGuard.judge(path, 200, null, ByteBuffer.allocate(0), true));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 410, 500})
  void otherStatusIsNotJudged(int status) {
    ByteBuffer page = ByteBuffer.wrap("<!doctype html>".getBytes(StandardCharsets.US_ASCII));
    assertNull(AssetGuard.judge("/a.js", status, "text/html", page, true));
  }

  @Test
  void unknownBytesAreFineWhateverTheirType() {
    assertNull(judge("/a.js", "text/plain", "export default 1"));
    assertNull(judge("/a.js", "text/html", "export default 1"));
    assertNull(judge("/a.js", "application/json", "{\"a\":1}"));
    assertNull(judge("/a.css", "text/html; charset=utf-8", "a{}"));
    assertNull(judge("/a.woff2", "text/plain", "???"));
    assertNull(judge("/a.mp4", null, "\u0001\u0002\u0003"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- begin\nvar a",
        "<!-- --> var a = 1",
        "<a.b>c",
        "<htmlx>",
        "<p",
        "var html = '<!doctype html>'",
        "ID3 = function () {}",
        "OTTO(wOFF)",
        "wOFF.decode()",
        "wOF2.decode()",
        "ttcf = 1",
        "BZh9 = bunzip",
        "fLaC.decode(a)",
        "let ftyp = 4",
        "/* by ACME Incorporated, 1999 -- */LP = 33"
      })
  void scriptMayLookALittleLikeMarkup(String script) {
    assertNull(judge("/a.js", "text/javascript", script));
  }

  @Test
  void declaredPageThatBeginsWithAnyTagIsAPage() {
    assertNotNull(judge("/a.js", "text/html; charset=utf-8", "<app-root>"));
    assertNull(judge("/a.js", "text/javascript", "<app-root>"));
  }

  @Test
  void declaredJsonIsNoImage() {
    assertNotNull(judge("/a.png", "application/problem+json", " {\"status\":500}"));
    assertNull(judge("/a.json", "application/json", "{}"));
  }

  @Test
  void wideLettersAreRead() {
    byte[] page = "<!doctype html>".getBytes(StandardCharsets.UTF_16);
    assertNotNull(judge("/a.js", "text/html", page));
  }

  @ParameterizedTest
  @CsvSource({
    "89504e470d0a1a0a00, an image, js css json wasm woff2 pdf zip, png jpg svg ico mp4",
    "ffd8ffe000104a46, an image, js css woff, jpg png webp",
    "474946383961, an image, js, gif png",
    "52494646aabbccdd57454250, an image, js, webp jpg",
    "000000206674797061766966, an image, js woff2, avif png",
    "00000100010010, an image, js, ico png",
    "774f463200010000, a font, js css png, woff2 woff ttf",
    "774f46464f54544f, a font, js, woff",
    "4f54544f000d, a font, js, otf",
    "0001000000, a font, js png, ttf eot",
    "74746366000100000000, a font, js, ttc",
    "664c614300000022, sound or film, js, flac",
    "0061736d01000000, WebAssembly, js png, wasm",
    "255044462d312e37, PDF, js png zip, pdf",
    "1f8b0800, gzip, js css wasm svg, gz tgz",
    "504b030414, an archive, js, zip",
    "425a6839314159265359, an archive, js, bz2",
    "0000001c66747970697336, sound or film, js, mp4 gif",
    "1a45dfa3, sound or film, css, webm",
    "4f67675300, sound or film, js, ogg",
    "494433040000, sound or film, js, mp3"
  })
  void bytesOfAnotherKindAreObjectedTo(String bytes, String found, String wrong, String right) {
    for (String extension : wrong.split(" ", -1)) {
      AssetGuard.@Nullable Objection objection = judge("/a." + extension, null, hex(bytes));
      assertNotNull(objection, extension);
      assertEquals(found, objection.found());
    }
    for (String extension : right.split(" ", -1)) {
      assertNull(judge("/a." + extension, null, hex(bytes)), extension);
    }
  }

  @Test
  void embeddedFontHasItsMarkFarIn() {
    byte[] font = new byte[64];
    font[8] = 1;
    font[10] = 2;
    font[34] = 'L';
    font[35] = 'P';
    assertNotNull(judge("/a.js", null, font));
    assertNull(judge("/a.eot", null, font));
  }

  @Test
  void drawingIsAnImageInItsName() {
    String svg = "<?xml version=\"1.0\"?><!-- made by hand --><svg xmlns=\"x\">";
    assertNull(judge("/a.svg", "image/svg+xml", svg));
    assertNull(judge("/a.svg", "image/svg+xml", "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC"));
    assertNull(judge("/a.svg", "image/svg+xml", "<?xml version=\"1.0\"?><!-- no end"));
    assertNull(judge("/a.png", "image/svg+xml", svg));
    assertNotNull(judge("/a.js", "image/svg+xml", svg));
    AssetGuard.@Nullable Objection xml =
        judge("/a.png", "application/xml", "<?xml version='1.0'?><Error>");
    assertNotNull(xml);
    assertEquals("XML", xml.found());
  }

  @Test
  void emptyAssetIsObjectedTo() {
    AssetGuard.@Nullable Objection objection =
        AssetGuard.judge("/a.css", 200, "text/css", ByteBuffer.allocate(0), true);
    assertNotNull(objection);
    assertEquals("nothing where a style sheet is promised", objection.words());
    assertNull(AssetGuard.judge("/a.css", 200, "text/css", ByteBuffer.allocate(0), false));
    assertNull(AssetGuard.judge("/a.css", 204, null, ByteBuffer.allocate(0), true));
  }

  @Test
  void wrongCodingIsSaidSo() {
    assertEquals(
        "content that is not gzip where a script is promised",
        AssetGuard.undecodable("/a.js", "gzip").words());
    assertEquals("gzip", AssetGuard.undecodable("/a", "gzip").promised());
  }

  @Property
  void anyBytesAreJudgedAndStay(@ForAll @Size(max = 512) byte[] bytes, @ForAll boolean whole) {
    ByteBuffer first = ByteBuffer.wrap(bytes);
    for (String path : new String[] {"/a.js", "/a.svg", "/a.png", "/a.zip"}) {
      AssetGuard.judge(path, 200, "text/html", first, whole);
      assertEquals(bytes.length, first.remaining());
    }
  }
}
