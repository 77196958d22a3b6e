package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.HttpDate;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two nodes before one origin, of which one answers plain hits the short way: whatever is asked of
 * both, and whatever happens meanwhile, they say the same.
 */
class ShortWayTest {
  private static final int STEPS = 1500;
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");

  /** What origins say of their answers. */
  private static final List<String[]> MANNERS =
      List.of(
          fields("Cache-Control", "max-age=60", "ETag", "\"one\""),
          fields("Cache-Control", "max-age=9, stale-while-revalidate=5", "Age", "2"),
          fields("Cache-Control", "no-cache", "ETag", "\"asked\""),
          fields("Cache-Control", "public, s-maxage=3, max-age=100", "ETag", "W/\"weak\""),
          fields("ETag", "\"silent\"", "Last-Modified", HttpDate.format(START.minusSeconds(9000))),
          fields("CDN-Cache-Control", "max-age=40", "Cache-Status", "other; hit; ttl=7"),
          fields("Vary", "Accept-Encoding", "Cache-Control", "max-age=30"),
          fields("Vary", "Accept-Language", "Cache-Control", "max-age=30", "X-Count", "10"),
          fields("Set-Cookie", "a=b", "Cache-Control", "max-age=20"),
          fields("Expires", HttpDate.format(START.plusSeconds(200)), "Via", "1.1 further"));

  private static final List<String[]> ASKED =
      List.of(
          fields(),
          fields(),
          fields("Accept-Encoding", "gzip, deflate, br, zstd", "User-Agent", "x", "Cookie", "c=d"),
          fields("Accept-Encoding", "br;q=0, gzip"),
          fields("Accept-Encoding", "gzip;q=0.5"),
          fields("Accept-Encoding", "*"),
          fields("Accept-Language", "de", "Accept", "*/*", "Referer", "http://e.example/"),
          fields("Cache-Control", "no-cache"),
          fields("Pragma", "no-cache"),
          fields("Range", "bytes=1-5"),
          fields("If-Modified-Since", HttpDate.format(START)),
          fields("If-None-Match", "\"one\""),
          fields("If-None-Match", "\"other\", W/\"weak\""),
          fields("Authorization", "Basic eA=="));

  @TempDir Path directory;

  private final MovableClock clock = new MovableClock(START);
  private final Random random = new Random(42);
  private final List<String> paths = new ArrayList<>();

  private static String[] fields(String... namesAndValues) {
    return namesAndValues;
  }

  @ParameterizedTest
  @EnumSource(Policy.class)
  void bothWaysSayTheSame(Policy policy) throws IOException {
    try (RoutedOrigin origin = origin();
        CacheFixture quick = node(origin, policy, true);
        CacheFixture slow = node(origin, policy, false)) {
      int hits = 0;
      for (int step = 0; step < STEPS; step++) {
        String done = turn(origin, quick, slow);
        hits += done.contains("hit") ? 1 : 0;
      }
      assertEquals(List.of(), quick.broken);
      assertEquals(0, slow.shelved.get());
      int shelved = quick.shelved.get();
      assertTrue(
          shelved > STEPS / 20, () -> shelved + " went the short way, of " + STEPS + " requests");
      assertTrue(hits >= shelved, "what went the short way was a hit");
    }
  }

  private CacheFixture node(RoutedOrigin origin, Policy policy, boolean quick) throws IOException {
    CacheFixture.Plan plan =
        new CacheFixture.Plan(SiteDraft.of(policy).options(), List.of(origin.url()));
    return CacheFixture.of(directory.resolve("quick-" + quick), clock, quick, plan);
  }

  private RoutedOrigin origin() throws IOException {
    RoutedOrigin origin = RoutedOrigin.start(clock);
    for (int i = 0; i < MANNERS.size(); i++) {
      for (String type : List.of("js", "png", "bin")) {
        paths.add("/" + i + '.' + type);
        publish(origin, paths.getLast(), 0);
      }
    }
    return origin;
  }

  private void publish(RoutedOrigin origin, String path, int version) {
    String[] manner = MANNERS.get(Integer.parseInt(path.substring(1, path.indexOf('.'))));
    String[] all = new String[manner.length + 2];
    System.arraycopy(manner, 0, all, 2, manner.length);
    all[0] = "Content-Type";
    all[1] = path.endsWith("js") ? "text/javascript" : "application/octet-stream";
    String text = ("line of version " + version + " of " + path + "\n").repeat(version * 40 + 1);
    origin.put(path, path.endsWith("png") ? "\u0089PNG\r\n\u001a\n" + text : text, all);
  }

  /** One thing that happens, to both nodes alike. */
  private String turn(RoutedOrigin origin, CacheFixture quick, CacheFixture slow) {
    switch (random.nextInt(30)) {
      case 0 -> clock.advance(Duration.ofMillis(random.nextInt(400)));
      case 1 -> clock.advance(Duration.ofSeconds(1 + random.nextInt(12)));
      case 2 -> publish(origin, paths.get(random.nextInt(paths.size())), random.nextInt(30));
      case 3 -> {
        String path = paths.get(random.nextInt(paths.size()));
        boolean soft = random.nextBoolean();
        quick.purge(soft, path);
        slow.purge(soft, path);
      }
      default -> {}
    }
    // Few are asked for often, as everywhere.
    String path = paths.get((int) (paths.size() * Math.pow(random.nextDouble(), 2)));
    String target = path + (random.nextInt(5) == 0 ? "?v=" + random.nextInt(2) : "");
    String[] asked = ASKED.get(random.nextInt(ASKED.size()));
    String method = random.nextInt(8) == 0 ? "HEAD" : "GET";
    return same(ask(quick, method, target, asked), ask(slow, method, target, asked));
  }

  private static Got ask(CacheFixture node, String method, String target, String[] fields) {
    node.awaitQuiet();
    return node.send(method, target, "", fields);
  }

  private static String same(Got one, Got other) {
    assertEquals(other.status(), one.status());
    assertEquals(head(other), head(one));
    assertArrayEquals(other.bytes(), one.bytes());
    return one.cacheStatus();
  }

  private static Map<String, List<String>> head(Got got) {
    Map<String, List<String>> head = new TreeMap<>(got.response().headers().map());
    // While a variant is being made its length is not known, which is a matter of moments.
    head.remove("transfer-encoding");
    head.remove("content-length");
    return head;
  }
}
