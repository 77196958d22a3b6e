package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.exchange.Content;
import dev.larder.http.ByteRange;
import dev.larder.http.ContentCoding;
import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.http.StoredHead;
import dev.larder.rules.Family;
import dev.larder.rules.Freshness;
import dev.larder.rules.Passing;
import dev.larder.rules.Preconditions;
import dev.larder.rules.Ranges;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer to a request out of a representation that may be used for it: 200, 206, 304 or
 * 416, in the best coding.
 */
final class Responder {
  /** They name bytes that a variant does not have. */
  private static final Set<String> OF_THE_IDENTITY =
      Set.of("content-md5", "digest", "content-digest", "repr-digest", "accept-ranges");

  /** What a 304 leaves out: the client has it (RFC 9110 §15.4.5). */
  private static final Set<String> OF_THE_CONTENT =
      Set.of("content-type", "content-encoding", "content-language", "content-range");

  private final Variants variants;
  private final Deltas deltas;
  private final InstantSource clock;

  Responder(Variants variants, Deltas deltas, InstantSource clock) {
    this.variants = variants;
    this.deltas = deltas;
    this.clock = clock;
  }

  /** The same, as of another time. */
  Responder at(InstantSource other) {
    return new Responder(variants, deltas, other);
  }

  /**
   * What a request would take.
   *
   * @param coding the best coding of the content alone
   * @param offer the dictionary that the client has, if any
   */
  record Wanted(ContentCoding coding, Deltas.@Nullable Offer offer) {}

  /** How bytes in the wanted coding are come by. */
  interface Choice {
    /** Null when they cannot be had this way. */
    Variants.@Nullable Coded choose(SiteRequest asked, Representation identity, Wanted wanted);
  }

  /** What is told of an answer, once its coding is known. */
  interface Telling {
    Outcome outcome(ContentCoding coding);
  }

  /** A choice that never waits. */
  Choice now() {
    return (asked, identity, wanted) ->
        wanted.offer() == null || deltas.isDeclined(identity, wanted.offer())
            ? variants.now(identity, wanted.coding())
            : deltas.now(identity, wanted.offer());
  }

  /**
   * A choice that waits for what has to be made.
   *
   * @param epoch the newest purge from before the identity was found
   */
  Choice waiting(long epoch) {
    return (asked, identity, wanted) -> {
      Variants.Coded delta =
          wanted.offer() == null ? null : deltas.await(asked, identity, wanted.offer());
      return delta == null ? variants.await(identity, wanted.coding(), epoch) : delta;
    };
  }

  /** Null when the bytes cannot be had by that choice (any more). */
  @Nullable Answer answer(
      SiteRequest asked, Representation identity, Choice choice, Telling telling) {
    ContentCoding coding = variants.wanted(asked, identity);
    EntityTag held = Tags.held(asked, identity);
    if (isNotModified(asked, identity, held)) {
      return notModified(asked, identity, coding, held, telling.outcome(coding));
    }
    Wanted wanted = new Wanted(coding, Deltas.offered(asked, identity));
    Variants.Coded coded = choice.choose(asked, identity, wanted);
    if (coded == null) {
      return null;
    }
    Answer answer = proceed(asked, identity, coded, telling.outcome(coded.coding()));
    if (answer != null && !asked.request().isHead()) {
      tell(asked, identity, coded, wanted.offer());
    }
    return answer;
  }

  /** What is answered to HEAD, in a coding that is chosen; no use of it. */
  Answer headed(SiteRequest asked, Representation identity, Variants.Coded coded, Outcome outcome) {
    EntityTag held = Tags.held(asked, identity);
    return isNotModified(asked, identity, held)
        ? notModified(asked, identity, coded.coding(), held, outcome)
        : head(asked, identity, coded, outcome);
  }

  private static boolean isNotModified(
      SiteRequest asked, Representation identity, @Nullable EntityTag held) {
    List<EntityTag> tags = held == null ? List.of() : List.of(held);
    return Preconditions.judge(asked.request(), tags, identity.head())
        == Preconditions.NOT_MODIFIED;
  }

  private void tell(
      SiteRequest asked,
      Representation identity,
      Variants.Coded coded,
      Deltas.@Nullable Offer offer) {
    if (offer != null && coded.coding() == ContentCoding.DICTIONARY) {
      deltas.served(asked, identity, offer, coded);
    } else {
      variants.served(identity, coded);
    }
  }

  private @Nullable Answer proceed(
      SiteRequest asked, Representation identity, Variants.Coded coded, Outcome outcome) {
    long length = coded.bytes().length();
    Ranges ranges =
        length < 0
            ? Ranges.Whole.INSTANCE
            : Ranges.choose(
                asked.request(),
                length,
                EntityTag.parse(Tags.sent(asked, identity.head(), coded.making())),
                identity.head());
    return switch (ranges) {
      case Ranges.Whole ignored -> whole(asked, identity, coded, outcome);
      case Ranges.Part part -> part(asked, identity, coded, part.range(), outcome);
      case Ranges.Unsatisfiable ignored ->
          bodiless(
              416,
              Fields.builder().add("Content-Range", "bytes */" + length),
              asked,
              identity,
              outcome);
    };
  }

  private @Nullable Answer whole(
      SiteRequest asked, Representation identity, Variants.Coded coded, Outcome outcome) {
    if (asked.request().isHead()) {
      return head(asked, identity, coded, outcome);
    }
    Content content = coded.bytes().open(0, coded.bytes().length());
    return content == null
        ? null
        : answer(
            identity.head().status(), fields(asked, identity, coded, outcome), content, outcome);
  }

  private Answer head(
      SiteRequest asked, Representation identity, Variants.Coded coded, Outcome outcome) {
    Fields.Builder fields = fields(asked, identity, coded, outcome);
    long length = coded.bytes().length();
    if (length >= 0) {
      fields.set("Content-Length", Long.toString(length));
    }
    return answer(identity.head().status(), fields, Content.None.INSTANCE, outcome);
  }

  private @Nullable Answer part(
      SiteRequest asked,
      Representation identity,
      Variants.Coded coded,
      ByteRange range,
      Outcome outcome) {
    Content content = coded.bytes().open(range.first(), range.length());
    if (content == null) {
      return null;
    }
    Fields.Builder fields = fields(asked, identity, coded, outcome);
    fields.set("Content-Range", range.contentRange(coded.bytes().length()));
    return answer(206, fields, content, outcome);
  }

  /**
   * A 304 for the variant that the client holds: another's tag would leave a cache further down
   * without anything to freshen (RFC 9111 §4.3.4).
   */
  private Answer notModified(
      SiteRequest asked,
      Representation identity,
      ContentCoding coding,
      @Nullable EntityTag held,
      Outcome outcome) {
    Variants.Coded current = variants.now(identity, coding);
    Variants.Coded coded = current == null ? Variants.Coded.identity(identity) : current;
    Fields.Builder all = fields(asked, identity, coded, outcome);
    if (held != null) {
      all.set("ETag", held.toString());
    }
    Fields fields =
        all.build().without(name -> OF_THE_CONTENT.contains(name.toLowerCase(Locale.ROOT)));
    return answer(304, fields.toBuilder(), Content.None.INSTANCE, outcome);
  }

  private Answer bodiless(
      int status, Fields.Builder own, SiteRequest asked, Representation identity, Outcome outcome) {
    Fields all = fields(asked, identity, Variants.Coded.identity(identity), outcome).build();
    for (Fields.Field field : all) {
      if (KEPT_WITHOUT_CONTENT.contains(field.name().toLowerCase(Locale.ROOT))) {
        own.add(field.name(), field.value());
      }
    }
    return answer(status, own, Content.None.INSTANCE, outcome);
  }

  /** What an answer says that refuses a representation, and so shows none of it. */
  private static final Set<String> KEPT_WITHOUT_CONTENT =
      Set.of("date", "via", "cache-status", "vary", "access-control-allow-origin");

  private static Answer answer(
      int status, Fields.Builder fields, Content content, Outcome outcome) {
    return new Answer(new ResponseHead(status, fields.build()), content, outcome);
  }

  private Fields.Builder fields(
      SiteRequest asked, Representation identity, Variants.Coded coded, Outcome outcome) {
    StoredHead head = identity.head();
    Family family = Deltas.family(asked, identity);
    Passing.Presentation presentation =
        asked.presentation(Variants.varies(asked, identity), family != null);
    Fields passed = Passing.fields(head, asked.terms(), presentation, clock.instant());
    Fields.Builder fields = coded(passed, coded.coding()).toBuilder();
    if (family != null && isFresh(asked, head)) {
      offerAsDictionary(fields, passed, family);
    }
    String tag = Tags.sent(asked, head, coded.making());
    if (tag != null) {
      fields.set("ETag", tag);
    }
    if (asked.site().assets() && head.status() == 200) {
      fields.set("Accept-Ranges", "bytes");
    }
    if (outcome instanceof Outcome.Forwarded && "0".equals(passed.first("Age"))) {
      // Age says that the origin was not asked for this request (RFC 9111 §5.1).
      fields.remove("Age");
    }
    return fields.set(
        "Cache-Status", Passing.appended(head.fields(), "Cache-Status", outcome.cacheStatus()));
  }

  /** Unless the origin does so itself, in its own words. */
  private static void offerAsDictionary(Fields.Builder fields, Fields passed, Family family) {
    String use = family.useAsDictionary();
    if (use != null && !passed.contains("Use-As-Dictionary")) {
      fields.set("Use-As-Dictionary", use);
    }
  }

  /** RFC 9111 §4.2. */
  private boolean isFresh(SiteRequest asked, StoredHead head) {
    return Freshness.lifetime(head, asked.terms()).seconds()
        > Freshness.currentAge(head, clock.instant());
  }

  private static Fields coded(Fields fields, ContentCoding coding) {
    if (coding == ContentCoding.IDENTITY) {
      return fields;
    }
    return fields
        .without(name -> OF_THE_IDENTITY.contains(name.toLowerCase(Locale.ROOT)))
        .toBuilder()
        .add("Content-Encoding", coding.token())
        .build();
  }
}
