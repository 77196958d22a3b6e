package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import dev.larder.rules.Family;
import dev.larder.rules.Forwarding;
import dev.larder.rules.Freshness;
import dev.larder.rules.Negotiation;
import dev.larder.rules.Passing;
import dev.larder.rules.PathGlob;
import dev.larder.rules.Reuse;
import dev.larder.rules.Validation;
import dev.larder.rules.Vary;
import dev.larder.store.StoredResponse;
import dev.larder.variant.VariantPolicy;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what would become of a GET request now, by the same decisions that a request goes through,
 * without asking an origin and without storing anything.
 */
public final class Explainer {
  private final Sites sites;
  private final Lookup lookup;
  private final Deltas deltas;
  private final InstantSource clock;

  Explainer(Sites sites, Lookup lookup, Deltas deltas, InstantSource clock) {
    this.sites = sites;
    this.lookup = lookup;
    this.deltas = deltas;
    this.clock = clock;
  }

  /**
   * Explains.
   *
   * @param url absolute, as a client would ask for it
   * @param fields of the request, but for Host
   */
  public Explanation explain(String url, Fields fields) {
    try {
      URI target = TargetUrl.parse(url, true);
      Site site = sites.of(target.getHost());
      return site == null
          ? new Explanation.Refused("No site of this node answers to the host of " + url + '.')
          : new Explanation.Explained(
              new Telling(SiteRequest.of(site, request(target, fields))).facts());
    } catch (TargetUrl.NotUnderstoodException wrong) {
      return new Explanation.Refused(wrong.sentence());
    }
  }

  private static Request request(URI target, Fields fields) {
    return new Request(
        "GET",
        target.getScheme().toLowerCase(Locale.ROOT),
        target.getRawAuthority().toLowerCase(Locale.ROOT),
        target.getRawPath().isEmpty() ? "/" : target.getRawPath(),
        target.getRawQuery(),
        fields,
        "HTTP/1.1",
        "127.0.0.1");
  }

  /** The facts of one request, as they are found. */
  private final class Telling {
    private final SiteRequest asked;
    private final Instant now = clock.instant();
    private final List<Explanation.Fact> facts = new ArrayList<>();

    Telling(SiteRequest asked) {
      this.asked = asked;
    }

    List<Explanation.Fact> facts() {
      tell("site", asked.site().name() + ", " + asked.site().place());
      tell("rule", rule());
      tell("policy", asked.terms().assets() ? "assets" : "faithful");
      tell("key", asked.key().canonical());
      String why = asked.passesBecause();
      if (why != null) {
        tell("now", "the origin is asked: bypass, " + why);
        return facts;
      }
      Selection selection = lookup.find(asked);
      StoredResponse stored = selection.stored();
      if (!selection.nominations().isEmpty()) {
        tell("selected by", selectors(selection.nominations()));
      }
      if (stored == null) {
        tell("stored", "nothing");
        tell("now", "the origin is asked: " + selection.missReason().token());
      } else {
        tellOf(stored);
        tellNow(stored);
      }
      tellAsked(selection, stored);
      return facts;
    }

    private void tell(String name, String value) {
      facts.add(new Explanation.Fact(name, value));
    }

    private String rule() {
      return asked.rule().match().isEmpty()
          ? "the site's own: none of its paths matches"
          : asked.rule().match().stream().map(PathGlob::text).collect(Collectors.joining(", "))
              + ", "
              + asked.rule().place();
    }

    private String selectors(List<String> nominations) {
      return fields(Vary.nominated(nominations, asked.selecting(nominations)), nominations);
    }

    private String fields(Fields fields, List<String> names) {
      StringJoiner text = new StringJoiner(", ");
      for (String name : names) {
        text.add(name + ": " + Objects.requireNonNullElse(fields.combined(name), "(absent)"));
      }
      return text.toString();
    }

    private void tellOf(StoredResponse stored) {
      StoredHead head = stored.head();
      tell("stored", "status " + head.status() + ", " + stored.length() + " bytes");
      tell("received", head.responseTime().toString());
      Freshness.Lifetime lifetime = Freshness.lifetime(head, asked.terms());
      long age = Freshness.currentAge(head, now);
      tell("lifetime", lifetime.seconds() + " s, " + source(lifetime, head));
      tell("age", age + " s");
      tell("fresh for", lifetime.seconds() - age + " s");
      if (stored.expired()) {
        tell("purged", "expired: it has to be validated");
      }
      List<String> ignored = Vary.ignored(head.fields(), asked.terms());
      if (!ignored.isEmpty()) {
        tell("not varied by", String.join(", ", ignored));
      }
      tell("validators", validators(head));
      tellOfLeaving(stored);
    }

    private String source(Freshness.Lifetime lifetime, StoredHead head) {
      String where = head.targeted() ? " for this kind of cache alone" : "";
      return switch (lifetime.source()) {
        case S_MAXAGE -> "by s-maxage" + where;
        case MAX_AGE -> "by max-age" + where;
        case EXPIRES -> "by Expires";
        case SITE -> "by " + asked.rule().placeOfLifetime() + ", as the origin named none";
        case HEURISTIC -> "a share of its age, as the origin named none";
        case NONE -> "as the origin named none";
      };
    }

    private static String validators(StoredHead head) {
      Fields conditions = Validation.conditions(head);
      StringJoiner text = new StringJoiner(", ");
      for (Fields.Field condition : conditions) {
        text.add(condition.name() + ": " + condition.value());
      }
      return conditions.isEmpty() ? "none" : text.toString();
    }

    private void tellOfLeaving(StoredResponse stored) {
      Representation identity = new Representation.Stored(stored, true);
      boolean varies = Variants.varies(asked, identity);
      ContentCoding coding =
          varies ? Negotiation.of(asked.request().fields()).best() : ContentCoding.IDENTITY;
      Family family = Deltas.family(asked, identity);
      tell("family", family == null ? "none" : family.key().target());
      String delta = family == null ? null : deltas.explain(asked, identity);
      boolean tried =
          coding != ContentCoding.IDENTITY
              && Variants.chance(asked, identity) == VariantPolicy.Chance.UNKNOWN;
      String ordinary = tried ? coding.token() + ", if a sample shrinks" : coding.token();
      tell("coding", delta == null ? ordinary : delta + "; else " + ordinary);
      tell("fingerprinted", asked.terms().fingerprinted() ? "yes" : "no");
      Passing.Presentation presentation = asked.presentation(varies, family != null);
      @Nullable String control =
          Passing.fields(stored.head(), asked.terms(), presentation, now).combined("Cache-Control");
      tell("Cache-Control", control == null ? "(none)" : control);
    }

    private void tellNow(StoredResponse stored) {
      Reuse reuse =
          Reuse.decide(stored.head(), stored.expired(), asked.request(), asked.terms(), now);
      tell(
          "now",
          switch (reuse) {
            case Reuse.Fresh ignored -> "answered from the store: it is fresh";
            case Reuse.StaleByRequest ignored ->
                "answered from the store: it is stale, and the request accepts that";
            case Reuse.StaleWhileRevalidate ignored ->
                "answered from the store: it is stale, and validated meanwhile";
            case Reuse.MustValidate must ->
                "the origin is asked whether it still holds: " + must.reason().token();
          });
      boolean standsIn =
          Reuse.mayStandIn(stored.head(), asked.terms(), now, Reuse.Trouble.NO_ANSWER);
      tell("if the origin fails", standsIn ? "it may be served stale" : "it is not served stale");
    }

    private void tellAsked(Selection selection, @Nullable StoredResponse stored) {
      Fields.Builder fields =
          Forwarding.toFetch(
              asked.request(), asked.terms(), selection.nominations(), asked.rule().variants())
              .toBuilder();
      if (stored != null) {
        fields.addAll(Validation.conditions(stored.head()));
      }
      StringJoiner request = new StringJoiner(", ");
      for (Fields.Field field : fields.build()) {
        request.add(field.name() + ": " + field.value());
      }
      tell("the origin is asked for", asked.key().target());
      tell("with", request.toString());
    }
  }
}
