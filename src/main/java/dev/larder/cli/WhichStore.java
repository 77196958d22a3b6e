package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import dev.larder.store.disk.Layout;
import dev.larder.store.disk.StoreCensus;
import dev.larder.store.disk.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that look into a store: where it is, and of which site. */
final class WhichStore {
  private final StoreDirectory usual;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "The store's directory; else the one that a node takes when none is named.")
  private @Nullable Path directory;

  @Option(names = "--site", paramLabel = "NAME", description = "Only what this site stored.")
  private @Nullable String site;

  WhichStore(StoreDirectory usual) {
    this.usual = usual;
  }

  /** Meets what is stored; arguments as for {@link StoreCensus#walk}. */
  void walk(Predicate<StoredFile> wanted, boolean bodies, StoreCensus.Visitor visitor)
      throws StartFailure {
    Path where = directory == null ? usual.path() : directory;
    Layout layout = new Layout(where);
    if (!layout.used()) {
      throw new StartFailure(
          Files.isDirectory(where)
              ? "the directory " + where + " is no store: it has no `objects` in it"
              : "there is no store directory " + where);
    }
    try {
      new StoreCensus(layout).walk(ofSite().and(wanted), bodies, visitor);
    } catch (IOException e) {
      throw new StartFailure("the store " + where + " cannot be read: " + e, e);
    }
  }

  private Predicate<StoredFile> ofSite() {
    return stored -> site == null || stored.address().key().site().equals(site);
  }
}
