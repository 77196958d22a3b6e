package dev.larder.store.disk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a {@link StoreCensus} says of one thing that lies among the stored responses. */
public sealed interface Finding {

  /** A stored response of which nothing that was read is wrong. */
  record Sound(StoredFile stored) implements Finding {}

  /**
   * A file or directory that is not what it should be, or cannot be read.
   *
   * @param stored what it says of itself, where only the body is wrong; else null
   * @param why a clause about the file, as in {@code it has only 3 bytes}
   */
  record Unsound(Path path, @Nullable StoredFile stored, String why) implements Finding {}
}
