package dev.larder.cli;

import dev.larder.config.StoreDirectory;
import dev.larder.store.disk.Finding;
import dev.larder.store.disk.StoredFile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder store du}: what takes the room. */
@Command(
    name = "du",
    description = "Adds up what stored responses take on disk: by site, path, coding or age.",
    mixinStandardHelpOptions = true,
    versionProvider = Larder.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Sizes are in whole blocks of 4 KiB. The age counts from when the origin sent or last",
      "confirmed a response.",
      "",
      "Examples:",
      "  larder store du",
      "  larder store du --by path --depth 2 --site assets",
      "  larder store du --by age --prefix /css/"
    })
final class StoreDuCommand implements Callable<Integer> {
  private static final int COLUMNS = 20;

  private final InstantSource clock;
  private final Map<Grouping, DiskUse> uses = new EnumMap<>(Grouping.class);
  private long responses;
  private long bytes;
  private long content;
  private int unsound;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final WhichStore store;
  @Mixin private final WhichResponses which = new WhichResponses();

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      split = ",",
      converter = Grouping.Converter.class,
      description = "Of site, path, coding and age, one or more (site,path).")
  private List<Grouping> groupings = List.of(Grouping.SITE, Grouping.PATH);

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "How many directories of a path tell groups apart (${DEFAULT-VALUE}).")
  private int depth = 1;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many groups of each kind are shown, the largest first (${DEFAULT-VALUE}).")
  private int top = 20;

  StoreDuCommand(StoreDirectory directory, InstantSource clock) {
    this.store = new WhichStore(directory);
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (depth < 0 || top < 1) {
      throw new ParameterException(spec.commandLine(), "--depth takes 0 or more, --top 1 or more.");
    }
    Instant now = clock.instant();
    for (Grouping grouping : groupings) {
      DiskUse use = new DiskUse();
      grouping.known().forEach(use::expect);
      uses.put(grouping, use);
    }
    try {
      store.walk(which.wanted(now), false, (finding, share) -> add(finding, now));
    } catch (StartFailure failure) {
      return StoreTrouble.tell(spec, failure);
    }
    show(Screen.of(spec.commandLine()));
    StoreTrouble.mention(spec, unsound);
    return Exit.OK;
  }

  private boolean add(Finding finding, Instant now) {
    switch (finding) {
      case Finding.Sound sound -> add(sound.stored(), now);
      case Finding.Unsound damaged -> unsound++;
    }
    return true;
  }

  private void add(StoredFile stored, Instant now) {
    responses++;
    bytes += stored.bytes();
    content += stored.length();
    uses.forEach((grouping, use) -> use.add(grouping.of(stored, depth, now), stored.bytes()));
  }

  private void show(Screen screen) {
    screen.line(
        Amounts.count(responses, "response")
            + ", "
            + Amounts.size(bytes)
            + " on disk for "
            + Amounts.size(content)
            + " of content");
    uses.forEach((grouping, use) -> show(grouping, use, screen));
  }

  private void show(Grouping grouping, DiskUse use, Screen screen) {
    screen.line("");
    screen.line("by " + grouping.name().toLowerCase(Locale.ROOT));
    List<DiskUse.Sum> sums = grouping == Grouping.AGE ? use.inOrder() : use.bySize();
    sums.stream().limit(top).forEach(sum -> screen.line(line(sum, screen)));
    if (sums.size() > top) {
      screen.line("  and " + Amounts.count(sums.size() - top) + " more: see them with --top");
    }
  }

  private String line(DiskUse.Sum sum, Screen screen) {
    String bar = screen.bar(bytes == 0 ? 0 : (double) sum.bytes() / bytes, COLUMNS);
    return String.format(
        Locale.ROOT,
        "%10s  %7s  %11s  %s%s",
        Amounts.size(sum.bytes()),
        Amounts.share(sum.bytes(), bytes),
        Amounts.count(sum.responses()),
        bar.isEmpty() ? "" : bar + "  ",
        Visible.text(sum.group()));
  }
}
