package dev.larder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is not tidy in a source tree, as sentences; an empty list is good news.
 *
 * <p>The words looked for are put together from pieces, or this file would find itself.
 */
final class Tidiness {

  static final int LINES_IN_A_FILE = 400;
  static final int LINES_IN_A_METHOD = 60;

  private static final Pattern MARKER =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");
  private static final Pattern EMPTY_NAME = Pattern.compile("\\w*(Utils?|Manager|Helper|Impl)");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}/-])/(wor" + "k|roo" + "t|hom" + "e/\\w+)/");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo[0-9]?\\.maven\\.|registry\\.npm"
              + "js|\\bartifac"
              + "tory\\b|/nex"
              + "us/repository");
  private static final Pattern TICKET =
      Pattern.compile(
          "\\bissue[s]?\\s+#?\\d+|\\(#\\d+\\)|\\b(see|fixes|closes)\\s+#\\d+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SENTENCE = Pattern.compile("/\\*\\*[\\s*]+[A-Z][^.]{10,}\\.");

  private final SourceTree tree;

  Tidiness(SourceTree tree) {
    this.tree = tree;
  }

  List<String> longFiles() {
    List<String> faults = new ArrayList<>();
    for (Path file : tree.javaFiles()) {
      long lines = tree.text(file).orElse("").lines().count();
      if (lines > LINES_IN_A_FILE) {
        faults.add(tree.name(file) + " has " + lines + " lines");
      }
    }
    return faults;
  }

  List<String> longMethods() {
    List<String> faults = new ArrayList<>();
    for (SourceTree.Declared declared : tree.declared(tree.javaFiles())) {
      if (declared instanceof SourceTree.DeclaredMethod method
          && method.lines() > LINES_IN_A_METHOD) {
        faults.add(
            tree.name(method.file()) + ": " + method.name() + " has " + method.lines() + " lines");
      }
    }
    return faults;
  }

  List<String> namesThatSayNothing() {
    List<String> faults = new ArrayList<>();
    for (SourceTree.Declared declared : tree.declared(tree.javaFiles())) {
      if (declared instanceof SourceTree.DeclaredType type
          && EMPTY_NAME.matcher(type.name()).matches()) {
        faults.add(tree.name(type.file()) + " declares " + type.name());
      }
    }
    return faults;
  }

  List<String> leftoverMarkers() {
    return linesWith(MARKER);
  }

  List<String> machinePaths() {
    return linesWith(MACHINE_PATH);
  }

  List<String> registryHosts() {
    return linesWith(REGISTRY);
  }

  List<String> ticketNumbers() {
    return linesWith(TICKET);
  }

  /**
   * Packages of the node that do not say in a sentence what they are for, or are not null-marked.
   */
  List<String> packagesWithoutASentence() {
    List<String> faults = new ArrayList<>();
    Path main = tree.root().resolve("src/main/java");
    List<Path> packages =
        tree.javaFiles().stream()
            .filter(file -> file.startsWith(main))
            .map(Path::getParent)
            .distinct()
            .toList();
    for (Path directory : packages) {
      Path info = directory.resolve("package-info.java");
      String text = Files.exists(info) ? tree.text(info).orElse("") : "";
      if (!text.contains("@NullMarked") || !SENTENCE.matcher(text).find()) {
        faults.add(tree.name(directory) + " has no package-info with @NullMarked and a sentence");
      }
    }
    return faults;
  }

  private List<String> linesWith(Pattern pattern) {
    List<String> faults = new ArrayList<>();
    for (Path file : tree.files()) {
      List<String> lines = tree.text(file).orElse("").lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          faults.add(tree.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    return faults;
  }
}
