package dev.larder.store.disk;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One version of a stored response's head, checksummed. A file has two slots for them, written in
 * turn, so that a cut while the newer is written leaves the older.
 *
 * @param sequence counts the versions from 0
 * @param validatedEpoch the purge epoch at which the response was last validated or filled
 * @param payload the head; null when it did not fit and lies in the sidecar
 */
record HeadSlot(long sequence, long validatedEpoch, @Nullable ByteBuffer payload) {
  /** Bytes of a slot beside the payload: checksum, payload's length, sequence, epoch. */
  static final int OVERHEAD = 24;

  private static final int ELSEWHERE = -1;
  private static final int GRAIN = 256;

  /** A size for slots whose first head has that many bytes: with room for it to grow. */
  static int sizeFor(int headBytes) {
    int roomy = OVERHEAD + headBytes + headBytes / 4 + 64;
    return (roomy + GRAIN - 1) / GRAIN * GRAIN;
  }

  boolean fits(int slotSize) {
    return payload == null || OVERHEAD + payload.remaining() <= slotSize;
  }

  ByteBuffer encode() {
    int length = payload == null ? 0 : payload.remaining();
    ByteBuffer bytes = ByteBuffer.allocate(OVERHEAD + length);
    bytes.putInt(0).putInt(payload == null ? ELSEWHERE : length);
    bytes.putLong(sequence).putLong(validatedEpoch);
    if (payload != null) {
      bytes.put(payload.duplicate());
    }
    bytes.flip();
    return bytes.putInt(
        0, BlockChecksums.of(bytes.slice(Integer.BYTES, OVERHEAD + length - Integer.BYTES)));
  }

  /** The slot that begins with these bytes, or null when it is empty, torn or damaged. */
  static @Nullable HeadSlot decode(ByteBuffer bytes) {
    if (bytes.remaining() < OVERHEAD) {
      return null;
    }
    ByteBuffer all = bytes.slice();
    int stated = all.getInt(Integer.BYTES);
    int length = stated == ELSEWHERE ? 0 : stated;
    if (length < 0 || length > all.remaining() - OVERHEAD) {
      return null;
    }
    int crc = BlockChecksums.of(all.slice(Integer.BYTES, OVERHEAD + length - Integer.BYTES));
    if (all.getInt(0) != crc) {
      return null;
    }
    ByteBuffer payload = stated == ELSEWHERE ? null : all.slice(OVERHEAD, length);
    return new HeadSlot(all.getLong(8), all.getLong(16), payload);
  }
}
