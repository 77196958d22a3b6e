package dev.larder.cache;

import dev.larder.exchange.Answer;
import dev.larder.http.ContentCoding;
import dev.larder.rules.CacheStatus;
import dev.larder.rules.ForwardReason;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for one request: {@code Cache-Status}, access log and counters are all made from
 * this value.
 */
public sealed interface Outcome extends Answer.Decision {

  /** The site's name; empty when no site answers to the host. */
  String site();

  /** The coding of the content that was chosen. */
  ContentCoding coding();

  /**
   * One word or two for people: why, beyond what the kind says; null when there is nothing to say.
   */
  @Nullable String detail();

  /** This node's member of {@code Cache-Status} (RFC 9211). */
  default String cacheStatus() {
    return switch (this) {
      case Hit hit -> CacheStatus.hit(hit.ttl(), hit.detail());
      case Forwarded it ->
          CacheStatus.forwarded(it.reason(), it.status(), it.stored(), it.collapsed(), it.detail());
      case Local local -> CacheStatus.local(local.detail());
    };
  }

  /**
   * Answered from the store.
   *
   * @param ttl seconds of freshness left, negative when stale
   */
  record Hit(String site, ContentCoding coding, long ttl, @Nullable String detail)
      implements Outcome {
    public boolean stale() {
      return ttl < 0;
    }

    @Override
    public Hit later(long seconds) {
      return new Hit(site, coding, ttl - seconds, detail);
    }
  }

  /**
   * Forwarded to the origin.
   *
   * @param status the origin's status code, 0 when it did not answer
   * @param stored whether the answer is being stored
   * @param collapsed whether another request's fetch answered this one too
   */
  record Forwarded(
      String site,
      ContentCoding coding,
      ForwardReason reason,
      int status,
      boolean stored,
      boolean collapsed,
      @Nullable String detail)
      implements Outcome {}

  /** Answered by the node itself, with neither store nor origin. */
  record Local(String site, @Nullable String detail) implements Outcome {
    @Override
    public ContentCoding coding() {
      return ContentCoding.IDENTITY;
    }
  }
}
