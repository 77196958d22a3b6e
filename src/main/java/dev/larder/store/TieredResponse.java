package dev.larder.store;

import dev.larder.exchange.Content;
import dev.larder.exchange.Lease;
import dev.larder.http.StoredHead;
import dev.larder.store.disk.DiskEntry;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored response as it was found. Memory keeps these and hands them out as they are, so that a
 * hit makes nothing new.
 */
final class TieredResponse implements StoredResponse {
  private final Tiers tiers;
  private final Fill fill;
  private final StoredHead head;
  private final long validatedEpoch;
  private final boolean expired;
  private final @Nullable ByteBuffer body;
  private final @Nullable DiskEntry entry;

  /** The purge epoch as of which {@link #expired} was last found true. */
  private volatile long checkedEpoch = -1;

  private volatile @Nullable Object left;
  private volatile int leftBytes;

  /** What brought the bytes. */
  record Fill(Address address, long length, long generation, long epoch) {}

  TieredResponse(
      Tiers tiers,
      Fill fill,
      StoredHead head,
      long validatedEpoch,
      boolean expired,
      @Nullable ByteBuffer body,
      @Nullable DiskEntry entry) {
    this.tiers = tiers;
    this.fill = fill;
    this.head = head;
    this.validatedEpoch = validatedEpoch;
    this.expired = expired;
    this.body = body;
    this.entry = entry;
  }

  @Override
  public Address address() {
    return fill.address();
  }

  @Override
  public StoredHead head() {
    return head;
  }

  @Override
  public long length() {
    return fill.length();
  }

  @Override
  public long generation() {
    return fill.generation();
  }

  @Override
  public boolean expired() {
    return expired;
  }

  @Override
  public @Nullable Object left() {
    return left;
  }

  @Override
  public void leave(Object thing, int bytes) {
    left = thing;
    if (bytes != leftBytes) {
      leftBytes = bytes;
      tiers.weighAgain(this);
    }
  }

  @Override
  public int leftBytes() {
    return leftBytes;
  }

  @Override
  public @Nullable ByteBuffer memory() {
    return body;
  }

  @Override
  public Content.@Nullable Stored openNow(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, length());
    if (body != null) {
      return Content.Stored.of(body.slice((int) offset, (int) length));
    }
    return entry == null ? null : lent(tiers.leaseNow(entry, offset), offset, length);
  }

  @Override
  public Content.@Nullable Stored open(long offset, long length) {
    Content.Stored now = openNow(offset, length);
    if (now != null || entry == null) {
      return now;
    }
    return lent(tiers.lease(this, entry, offset), offset, length);
  }

  private static Content.@Nullable Stored lent(@Nullable Lease lease, long offset, long length) {
    return lease == null ? null : new Content.Stored(null, lease, offset, length);
  }

  Fill fill() {
    return fill;
  }

  /** The purge epoch at which it was last validated or filled. */
  long validatedEpoch() {
    return validatedEpoch;
  }

  @Nullable ByteBuffer body() {
    return body;
  }

  @Nullable DiskEntry entry() {
    return entry;
  }

  /** Whether it is another version of the same stored bytes. */
  boolean sameBytesAs(TieredResponse other) {
    return Objects.equals(entry, other.entry) && fill.equals(other.fill);
  }

  /** Whether its body is not only equal to another's, but was brought by the same fill. */
  @SuppressWarnings("ReferenceEquality")
  boolean sharesBodyWith(TieredResponse other) {
    return body != null && body == other.body;
  }

  boolean checkedAt(long epoch) {
    return checkedEpoch == epoch;
  }

  void checked(long epoch) {
    checkedEpoch = epoch;
  }

  TieredResponse at(DiskEntry file) {
    return new TieredResponse(tiers, fill, head, validatedEpoch, expired, body, file);
  }

  TieredResponse asExpired() {
    return new TieredResponse(tiers, fill, head, validatedEpoch, true, body, entry);
  }

  TieredResponse freshened(
      StoredHead newHead, long validated, boolean nowExpired, @Nullable ByteBuffer nowBody) {
    return new TieredResponse(tiers, fill, newHead, validated, nowExpired, nowBody, entry);
  }
}
