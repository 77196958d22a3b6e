package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import dev.larder.store.disk.Finding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder store stat}: everything about what is stored for a path. */
@Command(
    name = "stat",
    description = "Tells everything about the responses stored for a path, in all codings.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Without a query it tells of all queries. It reads the end of every file of the store to find",
      "them, and of those found the content too. Credentials of requests are not shown.",
      "Exit status 0 when something is stored and sound, else 1.",
      "",
      "Examples:",
      "  larder store stat /css/app.css",
      "  larder store stat 'https://cdn.example.org/list?page=2' --store /var/lib/larder"
    })
final class StoreStatCommand implements Callable<Integer> {
  private final InstantSource clock;
  private int found;
  private int damaged;
  private int unknown;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PATH|URL",
      converter = NamedTarget.Converter.class,
      description = "As a client asks for it.")
  private NamedTarget target = new NamedTarget("", "/", null);

  @Mixin private final WhichStore store;

  StoreStatCommand(StoreDirectory directory, InstantSource clock) {
    this.store = new WhichStore(directory);
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Instant now = clock.instant();
    Screen screen = Screen.of(spec.commandLine());
    try {
      store.walk(
          stored -> target.names(stored.address().key()),
          true,
          (finding, share) -> tell(finding, screen, now));
    } catch (StartFailure failure) {
      return StoreTrouble.tell(spec, failure);
    }
    StoreTrouble.mention(spec, unknown);
    if (found == 0) {
      spec.commandLine()
          .getErr()
          .println("larder: nothing is stored for " + Visible.text(target.text()));
    }
    return found > 0 && damaged == 0 ? Exit.OK : Exit.TROUBLE;
  }

  private boolean tell(Finding finding, Screen screen, Instant now) {
    return switch (finding) {
      case Finding.Sound sound -> {
        found++;
        yield screen.line(StoredPortrait.of(sound.stored(), "sound", now));
      }
      case Finding.Unsound unsound when unsound.stored() != null -> {
        found++;
        damaged++;
        String why = screen.alarming("damaged") + ": " + Visible.text(unsound.why());
        yield screen.line(StoredPortrait.of(unsound.stored(), why, now));
      }
      case Finding.Unsound unsound -> {
        unknown++;
        yield true;
      }
    };
  }
}
