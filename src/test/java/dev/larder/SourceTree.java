package dev.larder;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The files of the project as they lie in the checkout, and what javac's parser sees in them. */
final class SourceTree {

  /** Made by builds and tools, or the version control's own: nothing that we write. */
  private static final Set<String> NOT_OURS =
      Set.of(".git", "target", ".idea", ".vscode", "node_modules", "__pycache__");

  private final Path root;

  SourceTree(Path root) {
    this.root = root;
  }

  /** The checkout that the running test belongs to: Maven runs tests in it. */
  static SourceTree ofThisProject() {
    return new SourceTree(Path.of("").toAbsolutePath());
  }

  Path root() {
    return root;
  }

  /** All our files, sorted. */
  List<Path> files() {
    List<Path> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  List<Path> javaFiles() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** The text of a file; nothing when it is not UTF-8 text. */
  Optional<String> text(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's name for messages. */
  String name(Path file) {
    return root.relativize(file).toString();
  }

  private static void collect(Path directory, List<Path> into) {
    List<Path> children;
    try (Stream<Path> list = Files.list(directory)) {
      children = list.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path child : children) {
      if (NOT_OURS.contains(child.getFileName().toString())) {
        continue;
      }
      if (Files.isDirectory(child)) {
        collect(child, into);
      } else {
        into.add(child);
      }
    }
  }

  /** A type or method that stands in a source file. */
  sealed interface Declared {
    Path file();

    String name();
  }

  /** A class, interface, record or enum, nested ones too. */
  record DeclaredType(Path file, String name) implements Declared {}

  /**
   * A method or constructor.
   *
   * @param lines from its signature to its last brace; annotations and comments above do not count
   */
  record DeclaredMethod(Path file, String name, int lines) implements Declared {}

  /** All that is declared in source files. */
  List<Declared> declared(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Declared> found = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Declarations(unit, trees.getSourcePositions(), found).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Walks one file and notes what it declares. */
  private static final class Declarations extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Declared> found;
    private final Path file;

    Declarations(CompilationUnitTree unit, SourcePositions positions, List<Declared> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
      this.file = Path.of(unit.getSourceFile().toUri());
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      if (!type.getSimpleName().isEmpty()) {
        found.add(new DeclaredType(file, type.getSimpleName().toString()));
      }
      return super.visitClass(type, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (method.getBody() != null) {
        long first = line(positions.getStartPosition(unit, method));
        long annotations = line(positions.getEndPosition(unit, method.getModifiers()));
        long last = line(positions.getEndPosition(unit, method.getBody()));
        long lines = last - Math.max(first, annotations) + 1;
        found.add(new DeclaredMethod(file, method.getName().toString(), (int) lines));
      }
      return super.visitMethod(method, null);
    }

    private long line(long position) {
      return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
    }
  }
}
