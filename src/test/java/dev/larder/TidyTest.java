package dev.larder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tree is tidy, and what looks for untidiness finds it where it is. */
class TidyTest {

  @TempDir Path elsewhere;

  private final Tidiness here = new Tidiness(SourceTree.ofThisProject());

  @Test
  void theTreeIsSeenAtAll() {
    assertFalse(SourceTree.ofThisProject().javaFiles().isEmpty());
  }

  @Test
  void noFileIsLongerThanFourHundredLines() {
    assertTidy(here.longFiles());
  }

  @Test
  void noMethodIsLongerThanSixtyLines() {
    assertTidy(here.longMethods());
  }

  @Test
  void noNameSaysNothing() {
    assertTidy(here.namesThatSayNothing());
  }

  @Test
  void nothingIsMarkedAsUnfinished() {
    assertTidy(here.leftoverMarkers());
  }

  @Test
  void noFileNamesAMachinesOwnPaths() {
    assertTidy(here.machinePaths());
  }

  @Test
  void noFileNamesARegistry() {
    assertTidy(here.registryHosts());
  }

  @Test
  void noFileNamesATicket() {
    assertTidy(here.ticketNumbers());
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    assertTidy(here.packagesWithoutASentence());
  }

  @TestFactory
  Stream<DynamicTest> untidinessIsFoundWhereItIs() {
    String longMethod = "class A { void m() {\n" + "int i;\n".repeat(60) + "} }";
    return Stream.of(
        finds("a long file", "A.java", "\n".repeat(401), Tidiness::longFiles),
        finds("a long method", "A.java", longMethod, Tidiness::longMethods),
        finds("an empty name", "A.java", "class AManager {}", Tidiness::namesThatSayNothing),
        finds("a nested one", "A.java", "class A { enum BImpl {} }", Tidiness::namesThatSayNothing),
        finds("a marker", "a.md", "Not done: TO" + "DO", Tidiness::leftoverMarkers),
        finds("a path", "a.sh", "cd /wor" + "k/here", Tidiness::machinePaths),
        finds("a registry", "a.xml", "https://repo1.ma" + "ven.org/", Tidiness::registryHosts),
        finds("a ticket", "a.md", "as in iss" + "ue 12", Tidiness::ticketNumbers),
        finds("no package-info", pack("A.java"), "class A {}", Tidiness::packagesWithoutASentence),
        finds(
            "no sentence",
            pack("package-info.java"),
            "@NullMarked package a;",
            Tidiness::packagesWithoutASentence),
        finds(
            "no null-marking",
            pack("package-info.java"),
            "/** Says what it is for. */ package a;",
            Tidiness::packagesWithoutASentence));
  }

  @TestFactory
  Stream<DynamicTest> tidinessIsNotFoundFault() {
    String method = "class A { void m() {\n" + "int i;\n".repeat(58) + "} }";
    return Stream.of(
        spares("a method of sixty lines", "A.java", method, Tidiness::longMethods),
        spares("a good name", "A.java", "class Implied {}", Tidiness::namesThatSayNothing),
        spares("a URL's path", "a.md", "http://localhost/wor" + "k/a.js", Tidiness::machinePaths),
        spares("a colour", "a.css", "color: #123456", Tidiness::ticketNumbers),
        spares("a build's output", "target/a.txt", "TO" + "DO", Tidiness::leftoverMarkers),
        spares(
            "a good package-info",
            pack("package-info.java"),
            "/** Says what it is for. */ @NullMarked package a;",
            Tidiness::packagesWithoutASentence));
  }

  private static String pack(String file) {
    return "src/main/java/a/" + file;
  }

  private DynamicTest finds(
      String what, String file, String text, Function<Tidiness, List<String>> look) {
    return DynamicTest.dynamicTest(
        what, () -> assertEquals(1, look.apply(treeWith(file, text)).size()));
  }

  private DynamicTest spares(
      String what, String file, String text, Function<Tidiness, List<String>> look) {
    return DynamicTest.dynamicTest(
        what, () -> assertEquals(List.of(), look.apply(treeWith(file, text))));
  }

  private Tidiness treeWith(String file, String text) throws IOException {
    Path root = Files.createTempDirectory(elsewhere, "tree");
    Path target = root.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
    return new Tidiness(new SourceTree(root));
  }

  private static void assertTidy(List<String> faults) {
    assertEquals("", String.join("\n", faults));
  }
}
