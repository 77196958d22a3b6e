package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import dev.larder.http.CacheKey;
import dev.larder.store.disk.Finding;
import dev.larder.store.disk.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder store ls}: one line for each stored response. */
@Command(
    name = "ls",
    description = "Lists stored responses: size, age, coding, status, site, and path with query.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Lines come as files are met, in no order. The age counts from when the origin sent or last",
      "confirmed a response. The status `vary` marks no response, but by which request fields",
      "those of a URL are selected.",
      "",
      "Examples:",
      "  larder store ls",
      "  larder store ls --prefix /css/ --older-than 7d",
      "  larder store ls --json --store /var/lib/larder | sort"
    })
final class StoreLsCommand implements Callable<Integer> {
  private final InstantSource clock;
  private int unsound;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final WhichStore store;
  @Mixin private final WhichResponses which = new WhichResponses();

  @Option(names = "--json", description = "One JSON object on each line, sizes in bytes.")
  private boolean json;

  StoreLsCommand(StoreDirectory directory, InstantSource clock) {
    this.store = new WhichStore(directory);
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Instant now = clock.instant();
    Screen screen = Screen.of(spec.commandLine());
    try {
      store.walk(which.wanted(now), false, (finding, share) -> list(finding, screen, now));
    } catch (StartFailure failure) {
      return StoreTrouble.tell(spec, failure);
    }
    StoreTrouble.mention(spec, unsound);
    return Exit.OK;
  }

  private boolean list(Finding finding, Screen screen, Instant now) {
    return switch (finding) {
      case Finding.Sound sound ->
          screen.line(json ? object(sound.stored()) : line(sound.stored(), now));
      case Finding.Unsound damaged -> {
        unsound++;
        yield true;
      }
    };
  }

  private static String line(StoredFile stored, Instant now) {
    CacheKey key = stored.address().key();
    return String.format(
        Locale.ROOT,
        "%10s %7s  %-8s  %-4s  %s  %s",
        Amounts.size(stored.length()),
        Amounts.time(Duration.between(stored.head().responseTime(), now)),
        stored.address().coding().token(),
        StoredWords.status(stored),
        Visible.text(key.site()),
        StoredWords.target(key));
  }

  private static String object(StoredFile stored) {
    CacheKey key = stored.address().key();
    JsonObject object =
        new JsonObject()
            .put("site", key.site())
            .put("host", key.host())
            .put("path", key.path())
            .put("query", key.query())
            .put("coding", stored.address().coding().token());
    if (!StoredWords.selects(stored)) {
      object.put("status", stored.head().status());
    }
    return object
        .put("bytes", stored.length())
        .put("diskBytes", stored.bytes())
        .put("confirmed", stored.head().responseTime().toString())
        .put("file", stored.path().toString())
        .toString();
  }
}
