package dev.larder.cli;

import static dev.larder.cli.SampleStore.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.CacheKey;
import dev.larder.store.Address;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;

class StoreCommandTest {
  @TempDir Path directory;

  private CommandRun run(String... command) {
    List<String> arguments = Stream.concat(Stream.of("store"), Stream.of(command)).toList();
    return CommandRun.of(
        Map.of("STATE_DIRECTORY", directory.toString()), arguments.toArray(String[]::new));
  }

  private static void fill(SampleStore store) {
    store.put("/css/a.css", 5000);
    store.putBrotli("/css/a.css", 1500);
    store.put("/csx", 10);
    store.put(at("assets", "/js/old.js"), 3 << 20, Duration.ofDays(20));
    store.put(at("docs", "/index.html"), 100, Duration.ofDays(400));
  }

  // -- every command ---------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"ls", "stat /a", "du", "verify"})
  void directoryThatIsNoStoreIsToldInASentence(String command) {
    CommandRun usual = run(command.split(" "));
    assertEquals(Exit.TROUBLE, usual.status());
    assertEquals(
        "larder: the directory " + directory + " is no store: it has no `objects` in it\n",
        usual.err());
    CommandRun named = run((command + " --store " + directory + "/x").split(" "));
    assertEquals(
        new CommandRun(
            Exit.TROUBLE, "", "larder: there is no store directory " + directory + "/x\n"),
        named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "du", "verify"})
  void emptyStoreIsFine(String command) throws IOException {
    new SampleStore(directory).close();
    CommandRun run = run(command);
    assertEquals(Exit.OK, run.status());
    assertEquals("", run.err());
    assertTrue(run.out().isEmpty() || run.out().contains("0 responses"), run.out());
  }

  @Test
  void nothingIsChangedAndARunningNodeDoesNotMind() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
      Files.write(store.files().getFirst(), new byte[100]);
      Files.writeString(directory.resolve("objects/foreign"), "foreign");
      Map<Path, FileTime> before = times();
      assertEquals(Exit.OK, run("ls").status());
      assertEquals(Exit.OK, run("du").status());
      assertEquals(Exit.TROUBLE, run("verify").status());
      run("stat", "/csx");
      assertEquals(before, times());
    }
  }

  private Map<Path, FileTime> times() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        times.put(path, Files.getLastModifiedTime(path));
      }
    }
    return times;
  }

  @Test
  void storeAloneIsAUsageError() {
    CommandRun run = run();
    assertEquals(Exit.USAGE, run.status());
    assertTrue(run.err().contains("Try: larder store --help"), run.err());
  }

  // -- ls --------------------------------------------------------------------------------------

  private List<String> listed(String... options) {
    CommandRun run = run(Stream.concat(Stream.of("ls"), Stream.of(options)).toArray(String[]::new));
    assertEquals(Exit.OK, run.status(), run.err());
    return run.out().lines().map(line -> line.replaceAll(" +", " ").strip()).sorted().toList();
  }

  @Test
  void lsTellsEachResponseInALine() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
      store.mark("/negotiated", "accept-language");
    }
    List<String> lines = listed();
    assertEquals(6, lines.size());
    assertTrue(lines.contains("3.0 MiB 20 d identity 200 assets /js/old.js"), lines.toString());
    assertTrue(lines.contains("100 B 400 d identity 200 docs /index.html"), lines.toString());
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("1.5 KiB \\d+ s br 200 assets /css/a.css")),
        lines.toString());
    assertTrue(
        lines.stream().anyMatch(line -> line.endsWith("identity vary assets /negotiated")),
        lines.toString());
  }

  @Test
  void lsChoosesByPrefixSiteAndAge() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
    }
    assertEquals(3, listed("--prefix", "/cs").size());
    assertEquals(2, listed("--prefix", "/css/").size());
    assertEquals(3, listed("--prefix", "/c%73s/", "--prefix", "http://host/js/").size());
    assertEquals(1, listed("--site", "docs").size());
    assertEquals(2, listed("--older-than", "19d").size());
    assertEquals(1, listed("--older-than", "19d", "--newer-than", "300d").size());
    assertEquals(3, listed("--newer-than", "1h").size());
  }

  @Test
  void lsCountsDamagedFilesButListsTheOthers() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
      Files.write(store.files().getFirst(), new byte[100]);
    }
    CommandRun run = run("ls");
    assertEquals(Exit.OK, run.status());
    assertEquals(4, run.out().lines().count());
    assertEquals(
        "larder: left out 1 damaged file; `larder store verify` says what is wrong\n", run.err());
  }

  @Test
  void lsWritesJsonThatHoldsWhateverAKeyHolds() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      CacheKey key = new CacheKey("assets", "cdn.example.org", "/a\"\\\u009b", "q=ü");
      store.put(Address.of(key), 10, Duration.ZERO);
    }
    String line = run("ls", "--json").out();
    assertTrue(
        line.startsWith(
            "{\"site\":\"assets\",\"host\":\"cdn.example.org\",\"path\":\"/a\\u0022\\u005c\\u009b\","
                + "\"query\":\"q=\\u00fc\",\"coding\":\"identity\",\"status\":200,\"bytes\":10,"
                + "\"diskBytes\":4096,\"confirmed\":\""),
        line);
    assertTrue(line.endsWith("\"}\n"), line);
    assertTrue(run("ls").out().endsWith(" //cdn.example.org/a\"\\\\\\u009b?q=\\u00fc\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls --prefix css",
        "ls --older-than soon",
        "stat",
        "stat mailto:a@b",
        "du --by owner",
        "du --depth -1",
        "du --top 0",
        "verify --rate 0",
        "verify /css"
      })
  void whatIsNotUnderstoodIsAUsageErrorOfTwoLines(String command) {
    CommandRun run = run(command.split(" "));
    assertEquals(Exit.USAGE, run.status());
    assertEquals(2, run.err().lines().count(), run.err());
  }

  // -- stat ------------------------------------------------------------------------------------

  @Test
  void statTellsEverythingOfAllCodings() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
      store.freshen("/csx", "ETag", "\"2\"");
    }
    CommandRun both = run("stat", "https://cdn.example.org/css/a.css");
    assertEquals(Exit.OK, both.status());
    assertTrue(both.out().contains("assets /css/a.css (identity)\n"), both.out());
    assertTrue(both.out().contains("assets /css/a.css (br)\n"), both.out());
    assertTrue(both.out().contains("  content     5,000 bytes, sound\n"), both.out());
    assertTrue(both.out().contains("  received    20"), both.out());
    String validated = run("stat", "/csx").out();
    assertTrue(validated.contains(" (1 time since received)\n"), validated);
    assertTrue(validated.contains("    ETag: \"2\"\n"), validated);
  }

  @Test
  void statShowsNoCredentialsAndNoControlCharacters() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      store.put(at("assets", "/a"), 1, Duration.ZERO, "X-Evil", "\u001b]0;owned\u0007\u009b31mü");
    }
    String out = run("stat", "/a").out();
    assertTrue(out.contains("    X-Evil: \\u001b]0;owned\\u0007\\u009b31m\\u00fc\n"), out);
    assertTrue(out.contains("    Accept-Language: de\n    Authorization: (not shown)\n"), out);
    assertFalse(out.contains("c2VjcmV0"), out);
  }

  @Test
  void statTakesTheQueryAtItsWord() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      for (String query : new String[] {"", "page=1", "page=2"}) {
        store.put(Address.of(new CacheKey("assets", "", "/list", query)), 1, Duration.ZERO);
      }
    }
    assertEquals(3, run("stat", "/list").out().lines().filter(l -> l.endsWith("y)")).count());
    assertEquals(1, run("stat", "/list?").out().lines().filter(l -> l.endsWith("y)")).count());
    assertTrue(run("stat", "/list?page=2").out().startsWith("assets /list?page=2 (identity)\n"));
    assertEquals(
        new CommandRun(Exit.TROUBLE, "", "larder: nothing is stored for /list?page=3\n"),
        run("stat", "/list?page=3"));
  }

  @Test
  void statSaysThatContentIsDamaged() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      store.put("/a", 100_000);
      Damage.flip(store.files().getFirst(), 70_000);
    }
    CommandRun run = run("stat", "/a");
    assertEquals(Exit.TROUBLE, run.status());
    assertTrue(
        run.out().contains("100,000 bytes, damaged: the checksum of its block at 65536 is wrong\n"),
        run.out());
  }

  // -- du --------------------------------------------------------------------------------------

  @Test
  void duAddsUpBySiteAndByPath() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
    }
    String out = run("du").out().replaceAll(" +", " ");
    assertTrue(out.startsWith("5 responses, 3.0 MiB on disk for 3.0 MiB of content\n"), out);
    assertTrue(out.contains("\nby site\n 3.0 MiB 99.9 % 4 assets\n 4.0 KiB 0.1 % 1 docs\n"), out);
    assertTrue(out.contains("\nby path\n 3.0 MiB 99.4 % 1 assets /js/\n"), out);
    assertTrue(out.contains(" 12.0 KiB 0.4 % 2 assets /css/\n"), out);
    assertTrue(out.contains(" 1 assets /\n"), out);
  }

  @Test
  void duByAgeShowsEveryAgeInItsOrder() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
    }
    List<String> lines = run("du", "--by", "age,coding").out().lines().toList();
    assertEquals(
        List.of("to 1 hour", "to 1 day", "to 1 week", "to 30 days", "to 90 days", "to 1 year"),
        lines.stream()
            .filter(line -> line.contains("  to "))
            .map(line -> line.substring(line.indexOf("to ")))
            .toList());
    assertTrue(lines.stream().anyMatch(l -> l.matches(" +3.0 MiB .* 1  to 30 days")), "" + lines);
    assertTrue(lines.stream().anyMatch(l -> l.matches(" +4.0 KiB .* 1  older")), "" + lines);
    assertTrue(lines.stream().anyMatch(l -> l.matches(" +4.0 KiB .* 1  br")), "" + lines);
  }

  @Test
  void duShowsTheLargestGroupsOnly() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      for (int i = 1; i <= 5; i++) {
        store.put("/" + i + "/a/b", i * 10_000);
      }
    }
    String out = run("du", "--by", "path", "--depth", "2", "--top", "2").out();
    assertTrue(out.contains("assets /5/a/\n") && out.contains("assets /4/a/\n"), out);
    assertFalse(out.contains("/3/a/"), out);
    assertTrue(out.endsWith("  and 3 more: see them with --top\n"), out);
  }

  @Test
  void barsAndColoursAreForTerminals() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      fill(store);
      Files.write(store.files().getFirst(), new byte[100]);
    }
    assertTrue(onTerminal("du").contains("  ###"), "a bar");
    assertFalse(run("du").out().contains("#"));
    String verified = onTerminal("verify");
    assertTrue(verified.contains("\u001b[31mdamaged\u001b[0m: "), verified);
    assertTrue(verified.contains("\r\u001b[K"), verified);
    assertFalse(run("verify").out().matches("(?s).*[\r\u001b].*"));
  }

  private String onTerminal(String command) {
    StringWriter out = new StringWriter();
    CommandLine line =
        Larder.commandLine(
            config -> {
              throw new StartFailure("no node is started here");
            },
            Map.of());
    line.setOut(new PrintWriter(out));
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.ON));
    line.execute("store", command, "--store", directory.toString());
    return out.toString();
  }
}
