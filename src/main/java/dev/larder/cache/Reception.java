package dev.larder.cache;

import dev.larder.http.CacheControl;
import dev.larder.http.ContentCoding;
import dev.larder.http.ResponseHead;
import dev.larder.origin.Fetched;
import dev.larder.origin.OriginBody;
import dev.larder.rules.AssetGuard;
import dev.larder.variant.Decoder;
import dev.larder.variant.MalformedContentException;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Receives an answer that is to be stored: reads its beginning before anybody is told of it, takes
 * off the coding that an asset site did not ask for, and has its bytes compared with what its URL
 * promises.
 */
final class Reception {
  /** Enough to recognise what it is. */
  private static final int FIRST_BYTES = 512;

  /** Enough to decode so many. */
  private static final int FIRST_CODED_BYTES = 4 * 1024;

  /** What is read where a stale response could take its place. */
  private static final int FIRST_BYTES_REPLACEABLE = 64 * 1024;

  private final VariantWorkshop workshop;

  Reception(VariantWorkshop workshop) {
    this.workshop = workshop;
  }

  /** What was received. */
  sealed interface Received {
    /**
     * It may be stored as it is here.
     *
     * @param decoded where its bytes come from, if a coding is taken off them
     */
    record Sound(Fetched.Answered answered, @Nullable DecodedBody decoded) implements Received {}

    /** It is not what its URL promises; here it is as it came. */
    record Objectionable(Fetched.Answered answered, AssetGuard.Objection objection)
        implements Received {}

    /** It cannot be judged; here it is as it came. */
    record Unread(Fetched.Answered answered, String why) implements Received {}

    /** It ended too early; nothing is left of it. */
    record BrokenOff(String detail) implements Received {}
  }

  /**
   * Receives.
   *
   * @param replaceable whether something could take its place
   */
  Received receive(SiteRequest asked, Fetched.Answered answered, boolean replaceable) {
    ContentCoding coding = codingToTakeOff(asked, answered.head());
    int wanted =
        replaceable
            ? FIRST_BYTES_REPLACEABLE
            : coding == ContentCoding.IDENTITY ? FIRST_BYTES : FIRST_CODED_BYTES;
    Opening opening;
    try {
      opening = Opening.of(answered.body(), wanted);
    } catch (IOException brokenOff) {
      return brokenOff(answered.body(), String.valueOf(brokenOff.getMessage()));
    }
    Fetched.Answered opened = with(answered, answered.head(), opening);
    return coding == ContentCoding.IDENTITY
        ? judged(asked, opened, opening, opened)
        : decoded(asked, opened, opening, coding);
  }

  private static Received brokenOff(OriginBody body, String why) {
    body.close();
    return new Received.BrokenOff("the origin's content broke off: " + why);
  }

  private static Fetched.Answered with(
      Fetched.Answered answered, ResponseHead head, OriginBody body) {
    return new Fetched.Answered(head, answered.requestTime(), answered.responseTime(), body);
  }

  /** Identity when it has none, is to stay, or is not known here. */
  private static ContentCoding codingToTakeOff(SiteRequest asked, ResponseHead head) {
    String label = head.fields().combined("Content-Encoding");
    if (label == null
        || !asked.site().assets()
        || AssetGuard.promisesArchive(asked.key().path())
        || CacheControl.of(head.fields()).has("no-transform")) {
      return ContentCoding.IDENTITY;
    }
    ContentCoding named = ContentCoding.named(label.strip());
    return named == null ? ContentCoding.IDENTITY : named;
  }

  private Received decoded(
      SiteRequest asked, Fetched.Answered asItCame, Opening opening, ContentCoding coding) {
    Decoder decoder = workshop.openDecoder(coding);
    if (decoder == null) {
      return new Received.Unread(asItCame, "no decoder for " + coding.token());
    }
    DecodedBody body = new DecodedBody(opening, decoder, coding);
    try {
      Opening first = Opening.of(body, FIRST_BYTES);
      ResponseHead head = asItCame.head().withFields(Heads.decoded(asItCame.head().fields()));
      Received received = judged(asked, with(asItCame, head, first), first, asItCame);
      if (received instanceof Received.Sound sound) {
        return new Received.Sound(sound.answered(), body);
      }
      decoder.close();
      return opening.rewind()
          ? received
          : brokenOff(opening, "its first bytes took too many coded ones");
    } catch (MalformedContentException malformed) {
      decoder.close();
      return opening.rewind()
          ? new Received.Objectionable(
              asItCame, AssetGuard.undecodable(asked.key().path(), coding.token()))
          : brokenOff(opening, String.valueOf(malformed.getMessage()));
    } catch (IOException brokenOff) {
      decoder.close();
      return brokenOff(opening, String.valueOf(brokenOff.getMessage()));
    }
  }

  private static Received judged(
      SiteRequest asked, Fetched.Answered usable, Opening first, Fetched.Answered asItCame) {
    AssetGuard.@Nullable Objection objection =
        asked.site().guarded() && isReadable(usable.head())
            ? AssetGuard.judge(
                asked.key().path(),
                usable.head().status(),
                usable.head().fields().first("Content-Type"),
                first.first(),
                first.whole())
            : null;
    return objection == null
        ? new Received.Sound(usable, null)
        : new Received.Objectionable(asItCame, objection);
  }

  private static boolean isReadable(ResponseHead head) {
    return !head.fields().contains("Content-Encoding");
  }
}
