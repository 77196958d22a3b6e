package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.http.ContentCoding;
import dev.larder.origin.OriginBody;
import dev.larder.store.StoredResponse;
import dev.larder.variant.CodingFailed;
import dev.larder.variant.Decoder;
import dev.larder.variant.VariantWorkshop;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes use of what origins have coded already: what came coded although nobody asked for it, and
 * files such as {@code app.js.br} that a build put beside others. Whoever coded them had more time
 * than a node whose client waits.
 */
final class Precoded {
  private static final ContentCoding[] OF_SIBLINGS = {ContentCoding.BROTLI, ContentCoding.GZIP};

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Variants variants;
  private final VariantWorkshop workshop;

  Precoded(Variants variants, VariantWorkshop workshop) {
    this.variants = variants;
    this.workshop = workshop;
  }

  /**
   * Begins to take down the coded bytes of what is decoded as it arrives; null when nobody could
   * use them.
   */
  @Nullable OriginsVariant arriving(
      SiteRequest asked,
      Representation.Underway identity,
      @Nullable DecodedBody decoded,
      long epoch) {
    if (decoded == null || !Variants.varies(asked, identity)) {
      return null;
    }
    OriginsVariant variant = new OriginsVariant(variants, identity, decoded.coding(), epoch);
    decoded.copyTo(variant::append);
    return variant;
  }

  /**
   * Keeps what stands beside a target that was just stored, where it is the same content and
   * smaller than ours.
   *
   * @param origin that the content came from
   */
  void siblings(SiteRequest asked, StoredResponse stored, int origin, long epoch) {
    if (!Variants.varies(asked, new Representation.Stored(stored, true))) {
      return;
    }
    for (ContentCoding coding : OF_SIBLINGS) {
      OriginBody coded =
          asked.site().upstream().sibling(origin, asked.key(), coding, stored.length());
      if (coded != null) {
        sibling(stored, coded, coding, epoch);
      }
    }
  }

  private void sibling(StoredResponse stored, OriginBody coded, ContentCoding coding, long epoch) {
    Decoder decoder = workshop.openDecoder(coding);
    if (decoder == null) {
      coded.close();
      return;
    }
    Representation identity = new Representation.Stored(stored, true);
    try (DecodedBody decoded = new DecodedBody(coded, decoder, coding);
        OriginsVariant variant = new OriginsVariant(variants, identity, coding, epoch)) {
      decoded.copyTo(variant::append);
      if (isSame(decoded, identity) && decoded.isCopied()) {
        variant.settle(stored);
      }
    } catch (IOException | CodingFailed unusable) {
      // Damaged, or overwritten at this moment. Nobody asked for it, so clients get ours.
      return;
    }
  }

  /**
   * Compares byte for byte: what was left from an older build is not to be served. Reads no further
   * than the content is long, whatever else a sibling may decode to.
   */
  private static boolean isSame(OriginBody decoded, Representation identity) throws IOException {
    Content content = identity.open(0, identity.length());
    if (content == null) {
      return false;
    }
    try (Tail expected = ContentTail.of(content)) {
      ByteBuffer is = ByteBuffer.allocate(BUFFER_BYTES);
      ByteBuffer shouldBe = ByteBuffer.allocate(BUFFER_BYTES);
      while (decoded.read(is.clear()) >= 0) {
        shouldBe.clear().limit(is.flip().limit());
        int count = 0;
        while (count >= 0 && shouldBe.hasRemaining()) {
          count = expected.read(shouldBe);
        }
        if (!is.equals(shouldBe.flip())) {
          return false;
        }
      }
      return expected.read(shouldBe.clear()) < 0;
    }
  }
}
