package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.store.Intake;
import dev.larder.variant.CodingFailed;
import dev.larder.variant.Encoder;
import dev.larder.variant.VariantPolicy;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The making of one variant: reads the identity, which may still be arriving itself, has it encoded
 * and takes it down. Clients read along. It is kept only if it is worth it.
 */
final class VariantFill implements Runnable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Variants variants;
  private final Variants.Made made;
  private final Representation identity;
  private final long epoch;
  private final CompletableFuture<@Nullable Representation> told;

  /**
   * A variant to be made.
   *
   * @param epoch the newest purge from before the identity was found
   * @param told completes as soon as there is something to read, with null if there will be nothing
   */
  VariantFill(
      Variants variants,
      Variants.Made made,
      Representation identity,
      long epoch,
      CompletableFuture<@Nullable Representation> told) {
    this.variants = variants;
    this.made = made;
    this.identity = identity;
    this.epoch = epoch;
    this.told = told;
  }

  @Override
  public void run() {
    try {
      Representation stored = variants.stored(made);
      if (stored != null) {
        told.complete(stored);
      } else {
        encode();
      }
    } catch (RuntimeException | Error broken) {
      variants.broken(broken);
    } finally {
      end();
      told.complete(null);
    }
  }

  /** Before anybody sees its end: who comes after that must find it ended. */
  private void end() {
    variants.ended(made, told);
  }

  private void encode() {
    try (Encoder encoder = variants.encoder(made.address().coding())) {
      Content content = encoder == null ? null : identity.open(0, identity.length());
      if (encoder == null || content == null) {
        return;
      }
      Intake intake = variants.store().begin(made.address(), made.generation(), epoch, -1);
      told.complete(
          new Representation.Underway(
              made.address(), identity.head(), intake, -1, made.generation()));
      fill(content, encoder, intake);
    }
  }

  /** Whatever happens, those who read along learn of the end. */
  private void fill(Content content, Encoder encoder, Intake intake) {
    try (Tail source = ContentTail.of(content)) {
      take(source, encoder, intake);
    } catch (IOException brokenOff) {
      end();
      intake.abort(brokenOff);
    } catch (CodingFailed failed) {
      end();
      intake.abort(new IOException("the variant could not be made", failed));
    } catch (RuntimeException | Error broken) {
      end();
      intake.abort(new IOException("the node failed", broken));
      throw broken;
    }
  }

  private void take(Tail source, Encoder encoder, Intake intake) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long read = 0;
    for (int count = source.read(buffer); count >= 0; count = source.read(buffer.clear())) {
      read += count;
      intake.append(encoder.encode(buffer.flip()));
    }
    if (identity.length() >= 0 && read != identity.length()) {
      throw new EOFException("the identity has " + identity.length() + " bytes, not " + read);
    }
    intake.append(encoder.finish());
    if (VariantPolicy.worthKeeping(read, intake.appended())) {
      intake.commit(Variants.head(identity.head()), this::end);
    } else {
      variants.decline(made);
      end();
      intake.discard();
    }
  }
}
