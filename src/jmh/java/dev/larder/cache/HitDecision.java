package dev.larder.cache;

import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.Request;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.origin.Origin;
import dev.larder.origin.OriginObserver;
import dev.larder.origin.OriginOptions;
import dev.larder.origin.Origins;
import dev.larder.rules.Negotiation;
import dev.larder.rules.Preconditions;
import dev.larder.rules.Ranges;
import dev.larder.rules.Reuse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * All that is decided on a hit, from the request to what is to be answered: which site and rule,
 * the key, whether what is stored may be used, whether the client has it already, in which coding,
 * and how much of it. Finding it in the store and writing the answer are not decisions.
 *
 * <p>At most 1 µs and 200 bytes: {@code bench/decision.sh}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class HitDecision {
  private static final Instant RECEIVED = Instant.parse("2026-03-01T12:00:00Z");

  /** What kind of request comes. */
  public enum Comes {
    /** From a browser, for a script of its page. */
    BROWSER("/assets/index-DlhE0rqZ.js", "Sec-Fetch-Dest", "script"),
    /** Again, to see whether it has changed. */
    CONDITIONAL("/assets/site.css", "If-None-Match", "\"5e1f-6a0b-br5.1\""),
    /** From a player. */
    RANGE("/media/intro.mp4", "Range", "bytes=1000-1999");

    private final String path;
    private final String field;
    private final String value;

    Comes(String path, String field, String value) {
      this.path = path;
      this.field = field;
      this.value = value;
    }
  }

  @Param private Comes comes = Comes.BROWSER;

  private Sites sites = new Sites(List.of());
  private Request request = request(Comes.BROWSER);
  private StoredHead stored = stored();
  private List<EntityTag> tags = List.of();
  private final Instant now = RECEIVED.plusSeconds(1000);

  @Setup
  public void build() {
    sites = new Sites(List.of(site()));
    request = request(comes);
    stored = stored();
    tags = comes == Comes.CONDITIONAL ? List.of(tag()) : List.of();
  }

  private static Site site() {
    Origin origin =
        Origins.open(OriginOptions.at("."), OriginObserver.NONE, InstantSource.system());
    return new Site(SiteDraft.of(Policy.ASSETS).options(), List.of(origin));
  }

  private static EntityTag tag() {
    EntityTag tag = EntityTag.parse("\"5e1f-6a0b-br5.1\"");
    if (tag == null) {
      throw new IllegalStateException("no tag");
    }
    return tag;
  }

  private static Request request(Comes comes) {
    Fields fields =
        Fields.builder()
            .add("Host", "cdn.example.org")
            .add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101")
            .add("Accept", "*/*")
            .add("Accept-Language", "en-GB,en;q=0.5")
            .add("Accept-Encoding", "gzip, deflate, br, zstd")
            .add("Referer", "https://www.example.org/")
            .add("Sec-Fetch-Mode", "no-cors")
            .add("Sec-Fetch-Site", "cross-site")
            .add("Connection", "keep-alive")
            .add(comes.field, comes.value)
            .build();
    return new Request(
        "GET", "http", "cdn.example.org", comes.path, "v=3", fields, "HTTP/1.1", "127.0.0.1");
  }

  private static StoredHead stored() {
    Fields fields =
        Fields.of(
            "Content-Type",
            "text/javascript",
            "Cache-Control",
            "public, max-age=86400",
            "ETag",
            "\"5e1f-6a0b\"",
            "Last-Modified",
            "Sun, 01 Feb 2026 12:00:00 GMT",
            "Date",
            HttpDate.format(RECEIVED));
    return StoredHead.of(
        new ResponseHead(200, fields), RECEIVED, RECEIVED.plusMillis(20), Fields.EMPTY, "");
  }

  @Benchmark
  public void decide(Blackhole told) {
    Site site = sites.of(request.host());
    if (site == null) {
      throw new IllegalStateException("no site");
    }
    SiteRequest asked = SiteRequest.of(site, request);
    told.consume(asked.key());
    told.consume(Reuse.decide(stored, false, request, asked.terms(), now));
    told.consume(Preconditions.judge(request, tags, stored));
    told.consume(Negotiation.of(request.fields()).best());
    told.consume(Ranges.choose(request, 1_000_000, null, stored));
  }
}
