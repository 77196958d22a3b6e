package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked and installed as its reader would. */
class InstallIT {

  private static final String NAME = "larder-" + System.getProperty("larder.version");
  private static final Path TARBALL = Path.of("target", NAME + ".tar.gz").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void theSameBuildPacksTheSameBytes() throws IOException {
    pack();
    String first = Sha256.of(Files.readAllBytes(TARBALL));
    pack();
    assertEquals(first, Sha256.of(Files.readAllBytes(TARBALL)));
  }

  @Test
  void nodeRunsFromTheUnpackedTarball() {
    Path home = unpack();
    try (CountingOrigin origin = CountingOrigin.start();
        RunningNode node =
            NodePlan.before(origin.url(), directory).startedBy(home.resolve("bin/larder")).start();
        Client client = Client.plain()) {
      origin.put("/a.css", Page.of("text/css", "a {}").with("Cache-Control", "max-age=600"));
      client.get(node.base(Way.HTTP) + "/a.css");
      assertTrue(CacheStatusOf.isHit(client.get(node.base(Way.HTTP) + "/a.css")));
      assertEquals(0, node.terminate());
    }
  }

  @Test
  void configurationThatComesWithItIsGood() {
    Path home = unpack();
    run(home.resolve("bin/larder"), "check", "--config", home.resolve("conf/larder.yaml"));
  }

  @Test
  void installPutsEverythingBelowDestdirAndTheLinkedLauncherRuns() throws IOException {
    Path root = install("/usr");
    assertTrue(Files.exists(root.resolve("etc/larder/larder.yaml")));
    assertTrue(Files.exists(root.resolve("usr/lib/sysusers.d/larder.conf")));
    assertTrue(Files.isSymbolicLink(root.resolve("usr/bin/larder")));
    Programs.Ended check =
        run(
            root.resolve("usr/lib/larder/bin/larder"),
            "check",
            "--config",
            root.resolve("etc/larder/larder.yaml"));
    assertEquals(0, check.status(), check::said);
  }

  @Test
  void upgradeKeepsTheConfigurationAndUninstallLeavesIt() throws IOException {
    Path root = install("/usr");
    Path configuration = root.resolve("etc/larder/larder.yaml");
    Files.writeString(configuration, "# ours\n");
    Path stray = Files.writeString(root.resolve("usr/lib/larder/lib/old-1.0.jar"), "");
    install("/usr");
    assertEquals("# ours\n", Files.readString(configuration));
    assertTrue(Files.exists(root.resolve("etc/larder/larder.yaml.new")));
    assertFalse(Files.exists(stray), "no library of an older version stays");

    installer(root, "--uninstall");
    assertFalse(Files.exists(root.resolve("usr/lib/larder")));
    assertFalse(Files.exists(root.resolve("usr/lib/systemd/system/larder.service")));
    assertTrue(Files.exists(configuration));
  }

  @Test
  void unitNamesThePrefixItWasInstalledTo() throws IOException {
    Path root = install("/opt/cdn");
    String unit = Files.readString(root.resolve("etc/systemd/system/larder.service"));
    assertTrue(unit.contains("ExecStart=/opt/cdn/lib/larder/bin/larder serve"), unit);
    assertFalse(unit.contains("/usr/lib/larder"), unit);
  }

  /** systemd reads the unit and has nothing to say of it. */
  @Test
  void systemdFindsNoFaultWithTheUnit() throws IOException {
    Path analyze = Programs.find("systemd-analyze");
    Path home = unpack();
    String unit =
        Files.readString(home.resolve("systemd/larder.service"))
            // The program is elsewhere on this machine, and systemd looks whether it is there.
            .replace("/usr/lib/larder", home.toString())
            .replaceAll("(?m)^(User|Group)=.*$", "$1=root")
            .replaceAll("(?m)^Documentation=.*$", "");
    Path file = Files.writeString(directory.resolve("larder.service"), unit);
    Programs.Ended verified = run(analyze, "verify", "--man=no", file);
    List<String> faults =
        Stream.concat(verified.out().lines(), verified.err().lines())
            .filter(line -> line.contains("larder.service"))
            .toList();
    assertEquals(List.of(), faults);
  }

  private static void pack() {
    run(Path.of("packaging/tarball.sh").toAbsolutePath());
  }

  private Path unpack() {
    pack();
    run(Programs.find("tar"), "-xzf", TARBALL, "-C", directory);
    return directory.resolve(NAME);
  }

  private Path install(String prefix) {
    Path root = directory.resolve("root");
    installer(root, "--prefix", prefix);
    return root;
  }

  private void installer(Path root, String... arguments) {
    Path script = directory.resolve(NAME).resolve("install.sh");
    if (!Files.exists(script)) {
      unpack();
    }
    List<String> command =
        Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList();
    Programs.Ended ended =
        Programs.run(Duration.ofMinutes(1), Map.of("DESTDIR", root.toString()), command);
    assertEquals(0, ended.status(), ended::said);
  }

  private static Programs.Ended run(Path program, Object... arguments) {
    List<String> command =
        Stream.concat(Stream.of(program), Stream.of(arguments)).map(Object::toString).toList();
    Programs.Ended ended = Programs.run(Duration.ofMinutes(1), Map.of(), command);
    assertEquals(0, ended.status(), ended::said);
    return ended;
  }
}
