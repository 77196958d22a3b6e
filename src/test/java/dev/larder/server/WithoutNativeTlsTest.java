package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process on a machine that there is no native library for; a library once loaded stays. */
class WithoutNativeTlsTest {

  @Test
  void theJdkEncryptsAndTheLogSaysWhy(@TempDir Path scratch) throws Exception {
    TestCertificate made = TestCertificate.in(scratch);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Dos.arch=unheard-of");
    command.add(Node.class.getName());
    command.addAll(List.of(made.certificate().toString(), made.key().toString()));
    Process process =
        new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("native code cannot be loaded"), said);
    assertTrue(said.contains("provider: SunJSSE"), said);
  }

  /** Makes a context and says whose it is. */
  static final class Node {
    private Node() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] files) throws IOException {
      ServerOptions.Tls tls =
          new ServerOptions.Tls(
              FrontFixture.ANY,
              Path.of(files[0]),
              Path.of(files[1]),
              ServerOptions.Tls.Provider.AUTO);
      System.out.println("provider: " + TlsMaterial.context(tls).getProvider().getName());
    }
  }
}
