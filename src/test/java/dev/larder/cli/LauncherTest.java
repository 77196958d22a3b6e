package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, in trees of its own, with programs that only say how they were called. */
class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "sed",
          "head",
          "find",
          "dirname",
          "readlink",
          "tr",
          "mkdir",
          "touch",
          "flock",
          "cat",
          "cksum",
          "rm");

  @TempDir Path directory;

  private Path home;
  private Path places;

  /** A script's end. */
  private record Ended(int status, String text) {}

  @BeforeEach
  void installedTree() throws IOException {
    home = Files.createDirectories(directory.resolve("a tree"));
    places = Files.createDirectories(directory.resolve("jvm"));
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("lib/larder.jar"), "");
    executable(home.resolve("larder"), Files.readString(Path.of("larder")));
  }

  @Test
  void theNewerOfTwoIsTaken() throws Exception {
    java("java-17", "17.0.15");
    java("zulu-25", "25.0.1");
    Map<String, String> environment =
        Map.of("LARDER_JAVA_OPTS", "-Xmx1g -Da=b", "CACHE_DIRECTORY", "/proc/nowhere");
    Ended ended = run(home.resolve("larder"), environment, "check");
    assertEquals(
        new Ended(
            0,
            "java 25.0.1: @%s/conf/jvm.options -Xmx1g -Da=b -Dlarder.command=%s/larder -cp %s/lib/* dev.larder.cli.Larder check\n"
                .formatted(home, home, home)),
        ended);
  }

  @Test
  void classesAreKeptByNodesAndUsedByAll() throws Exception {
    java("25", "25.0.1");
    String archive = "-XX:SharedArchiveFile=" + directory.resolve("c d/classes");
    Map<String, String> cache = Map.of("CACHE_DIRECTORY", directory.resolve("c d").toString());
    String check = run(home.resolve("larder"), cache, "check").text();
    Matcher named =
        Pattern.compile(Pattern.quote(archive) + "-[0-9]+-[0-9]+\\.jsa ").matcher(check);
    assertTrue(named.find(), check);
    assertFalse(check.contains("AutoCreate"), check);
    assertTrue(Files.isDirectory(directory.resolve("c d")));
    String serve = run(home.resolve("larder"), cache, "serve", "--listen", ":80").text();
    assertTrue(serve.contains(named.group()), serve);
    assertTrue(
        serve.endsWith("-XX:+AutoCreateSharedArchive dev.larder.cli.Larder serve --listen :80\n"),
        serve);
  }

  @Test
  void classesOfAnotherVersionInTheSamePlaceGo() throws Exception {
    java("25", "25.0.1");
    Path cache = directory.resolve("cache");
    Map<String, String> environment = Map.of("CACHE_DIRECTORY", cache.toString());
    String check = run(home.resolve("larder"), environment, "check").text();
    Matcher named = Pattern.compile("classes-([0-9]+)-[0-9]+\\.jsa").matcher(check);
    assertTrue(named.find(), check);
    Path mine = Files.createFile(cache.resolve(named.group()));
    Path before = Files.createFile(cache.resolve("classes-" + named.group(1) + "-1.jsa"));
    Path elsewhere = Files.createFile(cache.resolve("classes-1-1.jsa"));
    run(home.resolve("larder"), environment, "serve");
    assertTrue(Files.exists(mine));
    assertFalse(Files.exists(before));
    assertTrue(Files.exists(elsewhere));
  }

  @Test
  void anOldJavaAloneIsASentence() throws Exception {
    Path old = java("java-17", "17.0.15");
    Ended ended = run(home.resolve("larder"), Map.of(), "check");
    assertEquals(1, ended.status());
    assertEquals(
        "larder: this needs Java 25 or newer, but there is only 17 in " + old + ".",
        ended.text().lines().findFirst().orElse(""));
  }

  @Test
  void noJavaAtAllIsASentence() throws Exception {
    Ended ended = run(home.resolve("larder"), Map.of(), "check");
    assertEquals(1, ended.status());
    assertTrue(
        ended.text().startsWith("larder: this needs Java 25 or newer, but there is none.\n"),
        ended.text());
  }

  @Test
  void javaHomeComesFirstIfItIsNewEnough() throws Exception {
    java("a-25", "25.0.1");
    Path mine = java("z-26", "26");
    Ended ended = run(home.resolve("larder"), Map.of("JAVA_HOME", mine.toString()), "serve", "a b");
    assertTrue(ended.text().startsWith("java 26: "), ended.text());
    assertTrue(ended.text().endsWith(" serve a b\n"), ended.text());
  }

  @Test
  void javaOnPathIsUsed() throws Exception {
    Path mine = java("elsewhere/25", "25.0.1");
    Ended ended =
        run(home.resolve("larder"), Map.of("PATH", mine.resolve("bin") + ":/usr/bin:/bin"));
    assertTrue(ended.text().startsWith("java 25.0.1: "), ended.text());
  }

  @Test
  void aSymbolicLinkLeadsHome() throws Exception {
    java("25", "25.0.1");
    Path link = Files.createSymbolicLink(directory.resolve("link"), home.resolve("larder"));
    Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("link"));
    assertTrue(run(link, Map.of()).text().contains(home + "/lib/*"));
    assertTrue(run(second, Map.of()).text().contains(home + "/lib/*"));
  }

  @Test
  void aCheckoutIsBuiltOnceAndAgainWhenItsSourcesAreNewer() throws Exception {
    checkout("mkdir -p target && touch target/larder.jar");
    Path jdk = jdk("25", "25.0.1");
    Ended first = run(home.resolve("larder"), path(), "check");
    assertTrue(first.text().startsWith("larder: building with " + jdk), first.text());
    assertTrue(first.text().contains("JAVA_HOME=" + jdk), first.text());
    assertTrue(
        first.text().contains("-cp %s/target/larder.jar:%s/target/lib/*".formatted(home, home)));
    assertTrue(run(home.resolve("larder"), path(), "check").text().startsWith("java 25.0.1: "));
    Files.setLastModifiedTime(home.resolve("target/larder.jar"), FileTime.fromMillis(0));
    assertTrue(run(home.resolve("larder"), path(), "check").text().contains("building"));
  }

  @Test
  void aCheckoutNeedsAJdk() throws Exception {
    checkout("true");
    java("25", "25.0.1");
    Ended ended = run(home.resolve("larder"), path(), "check");
    assertEquals(1, ended.status());
    assertTrue(ended.text().startsWith("larder: this needs a JDK of Java 25"), ended.text());
  }

  @Test
  void aBuildThatFailsEndsThere() throws Exception {
    checkout("exit 3");
    jdk("25", "25.0.1");
    Ended ended = run(home.resolve("larder"), path(), "check");
    assertEquals(1, ended.status());
    assertTrue(ended.text().endsWith("larder: the build failed: see above.\n"), ended.text());
  }

  @Test
  void testsAreRunWithTheJdkThatWasFound() throws Exception {
    checkout("true");
    Path jdk = jdk("25", "25.0.1");
    assertEquals(
        new Ended(0, "mvn JAVA_HOME=" + jdk + " verify -Dtest=A\n"),
        run(home.resolve("larder"), path(), "test", "-Dtest=A"));
  }

  /** Turns the installed tree into sources, with a Maven that does as it is told. */
  private void checkout(String maven) throws IOException {
    Files.delete(home.resolve("lib/larder.jar"));
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
    executable(
        directory.resolve("bin/mvn"),
        "#!/bin/sh\necho \"mvn JAVA_HOME=$JAVA_HOME $*\"\n" + maven + "\n");
  }

  private Map<String, String> path() throws IOException {
    return Map.of("PATH", directory.resolve("bin") + ":" + toolsOnly());
  }

  private Path java(String name, String version) throws IOException {
    Path java = places.resolve(name);
    executable(
        java.resolve("bin/java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "VERSION"' >&2; exit; fi
        echo "java VERSION: $*"
        """
            .replace("VERSION", version));
    return java;
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = java(name, version);
    executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    return jdk;
  }

  /** The programs that the launcher may call, without any real Java or Maven among them. */
  private String toolsOnly() throws IOException {
    Path tools = directory.resolve("tools");
    for (String tool : TOOLS) {
      Path usual = Path.of("/usr/bin", tool);
      Path real = Files.exists(usual) ? usual : Path.of("/bin", tool);
      executable(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    return tools.toString();
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ended run(Path script, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(args));
    builder.environment().clear();
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("PATH", toolsOnly());
    builder.environment().put("LARDER_JAVA_PLACES", places.toString());
    builder.environment().putAll(environment);
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), text);
  }
}
