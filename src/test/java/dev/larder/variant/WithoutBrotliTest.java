package dev.larder.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ContentCoding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process in which the native library cannot be unpacked; a library once loaded stays. */
class WithoutBrotliTest {

  @Test
  void nodeGoesOnWithGzipAndSaysWhyOnce(@TempDir Path scratch) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-D" + VariantWorkshop.NATIVE_DIRECTORY_PROPERTY + "=/proc/no-such-place");
    command.add(Node.class.getName());
    Process process =
        new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("brotli: false null"), said);
    assertTrue(said.contains("gzip: true open"), said);
    assertEquals(2, said.split("No brotli in this process", -1).length, said);
  }

  /** Opens two workshops and says what they can do. */
  static final class Node {
    private Node() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        try (VariantWorkshop workshop =
            VariantWorkshop.open(VariantOptions.defaults(), VariantObserver.NONE)) {
          System.out.println(said(workshop, ContentCoding.BROTLI, "brotli: "));
          System.out.println(said(workshop, ContentCoding.GZIP, "gzip: "));
        }
      }
    }

    private static String said(VariantWorkshop workshop, ContentCoding coding, String name) {
      try (Encoder encoder = workshop.open(coding)) {
        return name + workshop.canMake(coding) + (encoder == null ? " null" : " open");
      }
    }
  }
}
