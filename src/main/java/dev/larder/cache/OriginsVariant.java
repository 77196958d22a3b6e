package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.store.Intake;
import dev.larder.store.StoredResponse;
import dev.larder.variant.Making;
import dev.larder.variant.VariantPolicy;
import java.nio.ByteBuffer;

/**
 * A variant that the origin made itself, on its way into the store. It is kept in place of what
 * this node makes if it is smaller, which is known at the end; otherwise closing it leaves nothing.
 */
final class OriginsVariant implements AutoCloseable {
  private final Variants variants;
  private final ContentCoding coding;
  private final long epoch;
  private final Intake intake;
  private final ContentDigest digest = ContentDigest.needed();
  private boolean ended;

  /**
   * Begins one.
   *
   * @param epoch the newest purge from before the identity was asked for
   */
  OriginsVariant(Variants variants, Representation identity, ContentCoding coding, long epoch) {
    this.variants = variants;
    this.coding = coding;
    this.epoch = epoch;
    Variants.Made made = Variants.Made.of(identity, coding);
    this.intake = variants.store().begin(made.address(), made.generation(), epoch, -1);
  }

  void append(ByteBuffer coded) {
    digest.update(coded);
    intake.append(coded);
  }

  /**
   * Keeps it if it is the smallest that there is. Has ours made to know that, and waits.
   *
   * @param stored what it is known to mean, byte for byte
   */
  void settle(StoredResponse stored) {
    Representation identity = new Representation.Stored(stored, true);
    if (VariantPolicy.worthKeeping(identity.length(), intake.appended())
        && variants.isSmallest(identity, coding, intake.appended(), epoch)) {
      ended = true;
      Making making = Making.byOrigin(coding, digest.value());
      intake.commit(
          Variants.head(stored.head(), making), () -> variants.supplied(identity, coding));
    }
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      intake.discard();
    }
  }
}
