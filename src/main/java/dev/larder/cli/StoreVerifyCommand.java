package dev.larder.cli;

import dev.larder.config.ByteSize;
import dev.larder.config.StoreDirectory;
import dev.larder.store.disk.Finding;
import dev.larder.store.disk.StoreCensus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder store verify}: holds every stored byte against its checksum. */
@Command(
    name = "verify",
    description = "Reads everything that is stored, and names the files whose checksums are wrong.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "It removes nothing: a node never answers from a damaged file, and drops it when it meets it.",
      "Ctrl-C ends it with a line that says how far it came.",
      "Exit status 0 when all is sound, 1 when something is not, 130 when it was interrupted.",
      "",
      "Examples:",
      "  larder store verify",
      "  larder store verify --store /var/lib/larder --rate 50MiB",
      "  larder store verify --prefix /css/"
    })
final class StoreVerifyCommand implements Callable<Integer> {
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final int COLUMNS = 12;

  private final InstantSource clock;
  private final Verified verified = new Verified();
  private long start;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final WhichStore store;
  @Mixin private final WhichResponses which = new WhichResponses();

  @Option(
      names = "--rate",
      paramLabel = "SIZE",
      converter = SizeValue.class,
      description = "Read at most so much a second on the whole, to leave a node its disk.")
  private @Nullable ByteSize rate;

  StoreVerifyCommand(StoreDirectory directory, InstantSource clock) {
    this.store = new WhichStore(directory);
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Screen screen = Screen.of(spec.commandLine());
    start = System.nanoTime();
    try (Interruption interruption =
        Interruption.saying(() -> screen.line(verified.count().summary(false, took())))) {
      store.walk(which.wanted(clock.instant()), true, new Count(screen, interruption));
      if (interruption.asked()) {
        return Exit.INTERRUPTED;
      }
    } catch (StartFailure failure) {
      return StoreTrouble.tell(spec, failure);
    }
    screen.line(verified.count().summary(true, took()));
    return verified.count().damaged() == 0 ? Exit.OK : Exit.TROUBLE;
  }

  /** Counts what is met, shows how it goes, and keeps to the rate. */
  private final class Count implements StoreCensus.Visitor {
    private final Screen screen;
    private final Interruption interruption;
    private long drawn;

    Count(Screen screen, Interruption interruption) {
      this.screen = screen;
      this.interruption = interruption;
    }

    @Override
    public boolean met(Finding finding, double share) {
      switch (finding) {
        case Finding.Sound sound -> verified.sound(sound.stored().length(), share);
        case Finding.Unsound unsound -> {
          verified.damaged(share);
          screen.line(line(unsound, screen));
        }
      }
      if (rate != null) {
        interruption.pause(ahead(rate));
      }
      return goOn();
    }

    @Override
    public boolean passed(double share) {
      verified.passed(share);
      return goOn();
    }

    private boolean goOn() {
      long now = System.nanoTime();
      if (screen.terminal() && now - drawn > GLANCE.toNanos()) {
        drawn = now;
        Verified.Count count = verified.count();
        screen.passingLine(count.progress(screen.bar(count.share(), COLUMNS), took()));
      }
      return !interruption.asked();
    }
  }

  private static String line(Finding.Unsound unsound, Screen screen) {
    return screen.alarming("damaged")
        + ": "
        + Visible.text(unsound.path())
        + ": "
        + Visible.text(unsound.why())
        + (unsound.stored() == null ? "" : ": " + StoredWords.name(unsound.stored()));
  }

  /** By how much it was faster than it may be. */
  private Duration ahead(ByteSize perSecond) {
    double due = (double) verified.count().bytes() / perSecond.bytes();
    Duration ahead = Duration.ofNanos((long) (due * 1e9)).minus(took());
    return ahead.isNegative() ? Duration.ZERO : ahead;
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
