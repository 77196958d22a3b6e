package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.http.StoredHead;
import dev.larder.store.Intake;
import dev.larder.variant.CodingFailed;
import dev.larder.variant.Encoder;
import dev.larder.variant.Making;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
  private final Recipe recipe;
  private final CompletableFuture<@Nullable Representation> told;

  /** Whether a variant is worth its room. */
  interface Worth {
    boolean isWorth(long identityBytes, long encodedBytes);
  }

  /**
   * How a variant is made.
   *
   * @param encoder makes an encoder, or null when there is none to be had
   * @param unworthy run when it turned out not to be worth it
   */
  record Recipe(
      Making making, Supplier<@Nullable Encoder> encoder, Worth worth, Runnable unworthy) {}

  /**
   * A variant to be made.
   *
   * @param epoch the newest purge from before the identity was found
   * @param recipe how it is made
   * @param told completes as soon as there is something to read, with null if there will be nothing
   */
  VariantFill(
      Variants variants,
      Variants.Made made,
      Representation identity,
      long epoch,
      Recipe recipe,
      CompletableFuture<@Nullable Representation> told) {
    this.variants = variants;
    this.made = made;
    this.identity = identity;
    this.epoch = epoch;
    this.recipe = recipe;
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

  /** Makes it although there is one, and waits for the end. */
  void encode() {
    try (Encoder encoder = recipe.encoder().get()) {
      Content content = encoder == null ? null : identity.open(0, identity.length());
      if (encoder == null || content == null) {
        return;
      }
      Intake intake = variants.store().begin(made.address(), made.generation(), epoch, -1);
      StoredHead head = Variants.head(identity.head(), recipe.making());
      told.complete(
          new Representation.Underway(made.address(), head, intake, -1, made.generation()));
      fill(content, encoder, intake, head);
    }
  }

  /** Whatever happens, those who read along learn of the end. */
  private void fill(Content content, Encoder encoder, Intake intake, StoredHead head) {
    try (Tail source = ContentTail.of(content)) {
      take(source, encoder, intake, head);
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

  private void take(Tail source, Encoder encoder, Intake intake, StoredHead head)
      throws IOException {
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
    if (recipe.worth().isWorth(read, intake.appended())) {
      intake.commit(head, this::end);
    } else {
      recipe.unworthy().run();
      end();
      intake.discard();
    }
  }
}
