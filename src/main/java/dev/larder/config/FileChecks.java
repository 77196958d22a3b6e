package dev.larder.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the files that a configuration names are there. */
enum FileChecks {
  /** Does not look: a node that starts finds out for itself, and an origin may come later. */
  NONE {
    @Override
    void readable(Path file, Place place, Problems problems) {}

    @Override
    void directory(Path directory, Place place, Problems problems) {}
  },
  /** Looks. */
  ALL {
    @Override
    void readable(Path file, Place place, Problems problems) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        problems.add(place, file + " is not a file that can be read");
      }
    }

    @Override
    void directory(Path directory, Place place, Problems problems) {
      if (!Files.isDirectory(directory)) {
        problems.add(place, "the origin " + directory + " is not a directory");
      }
    }
  };

  abstract void readable(Path file, Place place, Problems problems);

  abstract void directory(Path directory, Place place, Problems problems);
}
