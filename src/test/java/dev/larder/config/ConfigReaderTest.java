package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.larder.cache.PathOptions;
import dev.larder.cache.Policy;
import dev.larder.cache.SiteDraft;
import dev.larder.cache.SiteOptions;
import dev.larder.origin.OriginOptions;
import dev.larder.rules.FieldEdits;
import dev.larder.rules.QueryRule;
import dev.larder.server.ServerOptions;
import dev.larder.variant.VariantOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigReaderTest {

  private static final String SITE = "sites:\n  - origin: http://o\n";

  @Test
  void anOriginIsEnough() {
    NodeConfig config = read("", new Flag("--origin", "sites.origin", "http://o"));
    assertEquals(
        List.of(
            new NodeConfig.Site(
                SiteDraft.of(Policy.ASSETS).at("--origin").options(),
                List.of(OriginOptions.at("http://o")))),
        config.sites());
    assertEquals(
        ServerOptions.on(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 8080)),
        config.server());
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8081), config.admin().listen());
    assertNull(config.admin().tokenFile());
    assertEquals(VariantOptions.defaults(), config.variants());
    assertEquals("off", config.accessLog().target());
    assertEquals(256L << 20, config.store().memoryBytes());
    assertEquals(10L << 30, config.store().diskBytes());
  }

  @ParameterizedTest
  @EnumSource
  void policiesHaveTheDefaultsOfTheirOwn(Policy policy) {
    NodeConfig config =
        read(SITE, new Flag("--policy", "sites.policy", policy.name().toLowerCase(Locale.ROOT)));
    assertEquals(SiteDraft.of(policy).at("f:2").options(), config.sites().getFirst().options());
  }

  @Test
  void flagsWinOverTheFile() {
    NodeConfig config =
        read(
            SITE + "listen: :80\nstore: {memory: 1MiB, disk: 2MiB}\n",
            new Flag("--listen", "listen", "127.0.0.1:0"),
            new Flag("--memory", "store.memory", "3MiB"),
            new Flag("--origin", "sites.origin", "there"),
            new Flag("--origin-timeout", "sites.origin-timeout", "3s"));
    assertEquals(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), config.server().listen());
    assertEquals(3L << 20, config.store().memoryBytes());
    assertEquals(2L << 20, config.store().diskBytes());
    assertEquals(
        List.of(new OriginOptions("there", Duration.ofSeconds(3), 64, false)),
        config.sites().getFirst().origins());
  }

  @Test
  void aFlagForSitesReachesEachOfThem() {
    NodeConfig config =
        read(
            "sites:\n  - {hosts: a, origin: /x}\n  - {hosts: b, origin: /y}\n",
            new Flag("--policy", "sites.policy", "faithful"));
    assertEquals(
        List.of(Policy.FAITHFUL, Policy.FAITHFUL),
        config.sites().stream().map(site -> site.options().policy()).toList());
  }

  @Test
  void nativeCodeEncryptsUnlessToldOtherwise() {
    String tls = SITE + "tls: {listen: ':1', certificate: c, key: k";
    assertEquals(ServerOptions.Tls.Provider.AUTO, provider(tls + "}\n"));
    assertEquals(ServerOptions.Tls.Provider.JSSE, provider(tls + ", provider: jsse}\n"));
  }

  private static ServerOptions.Tls.Provider provider(String file) {
    return Objects.requireNonNull(read(file).server().tls()).provider();
  }

  @Test
  void objectsAreLargerInMemoryWhereFilesCannotBeSent() {
    String tls = "tls: {listen: ':1', certificate: c, key: k}\n";
    assertEquals(64 << 10, read(SITE).store().largestInMemory());
    assertEquals(256 << 10, read(SITE + tls).store().largestInMemory());
    assertEquals(256 << 10, read(SITE + "store: {disk: 0}\n").store().largestInMemory());
    assertEquals(
        1 << 10, read(SITE + tls + "store: {largest-in-memory: 1k}\n").store().largestInMemory());
  }

  @Test
  void aSiteIsReadWhole() {
    SiteOptions site =
        read("""
        sites:
          - hosts: [CDN.example.org, b.example.org]
            origin: [http://one, https://two:8443/base]
            host: preserve
            lifetime: 1h
            browser-lifetime: 0s
            stale-on-error: 7d
            fingerprints: off
            fingerprinted: ["/assets/**"]
            fingerprinted-query: v
            guard: off
            variants: off
            deltas: off
            families: /builds/*/app.js
            cors: https://www.example.org
        """)
            .sites()
            .getFirst()
            .options();
    assertEquals(
        new SiteOptions(
            "cdn.example.org",
            List.of("cdn.example.org", "b.example.org"),
            Policy.ASSETS,
            true,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofDays(7),
            new SiteOptions.Fingerprints(false, List.of("/assets/**"), List.of("v")),
            false,
            false,
            new SiteOptions.Deltas(false, List.of("/builds/*/app.js")),
            "https://www.example.org",
            List.of(),
            "f:2"),
        site);
  }

  @Test
  void pathsAreReadInTheirOrder() {
    SiteOptions site =
        read("""
        sites:
          - origin: http://one
            paths:
              - match: /img/**
                lifetime: 30d
                browser-lifetime: 1d
                query: ignore
                forward: [X-Tenant, Authorization]
                set: {X-Robots-Tag: noindex, Cache-Control: "public, max-age=60"}
                remove: X-Powered-By
                variants: off
              - match: ["/api/**", "/live/*"]
                bypass: on
                query-keep: [v, "utm%5F*"]
              - match: ["/**"]
                query-drop: fbclid
        """)
            .sites()
            .getFirst()
            .options();
    assertEquals(
        List.of(
            new PathOptions(
                "f:4",
                List.of("/img/**"),
                Duration.ofDays(30),
                Duration.ofDays(1),
                QueryRule.NONE,
                List.of("X-Tenant", "Authorization"),
                new FieldEdits(
                    Map.of("X-Robots-Tag", "noindex", "Cache-Control", "public, max-age=60"),
                    List.of("X-Powered-By")),
                false,
                false),
            new PathOptions(
                "f:12",
                List.of("/api/**", "/live/*"),
                null,
                null,
                new QueryRule(true, List.of("v", "utm_*")),
                List.of(),
                FieldEdits.NONE,
                true,
                null),
            new PathOptions(
                "f:15",
                List.of("/**"),
                null,
                null,
                new QueryRule(false, List.of("fbclid")),
                List.of(),
                FieldEdits.NONE,
                false,
                null)),
        site.paths());
  }

  @Test
  void groupsWithoutSettingsAreAsIfNotThere() {
    assertEquals(read(SITE), read(SITE + "store:\nadmin:\ntls:\n"));
  }

  @Test
  void theStoreIsWhereTheSystemWantsIt() {
    Path home = Path.of("home");
    assertEquals(Path.of("home/.cache/larder"), new StoreDirectory(Map.of(), home).path());
    assertEquals(
        Path.of("c/larder"), new StoreDirectory(Map.of("XDG_CACHE_HOME", "c"), home).path());
    assertEquals(
        Path.of("s"),
        new StoreDirectory(Map.of("XDG_CACHE_HOME", "c", "STATE_DIRECTORY", "s:t"), home).path());
  }

  private static NodeConfig read(String text, Flag... flags) {
    Reading reading =
        ConfigReader.forStart(new StoreDirectory(Map.of(), Path.of("home")))
            .read("f", text, List.of(flags));
    return switch (reading) {
      case Reading.Good good -> good.config();
      case Reading.Bad bad -> fail("problems: " + bad.problems());
    };
  }
}
