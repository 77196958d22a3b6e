package dev.larder.variant;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member (RFC 1952) without file name and time, so that equal input makes equal bytes.
 *
 * <p>Commons Compress writes such members too, but its stream has no way to flush the deflater, and
 * the JDK's own stream works on the thread that closes it. The format around the deflater is short
 * enough to be written here.
 */
final class GzipCodec implements Codec {
  private static final byte NO_FLAGS = 0;
  private static final byte UNKNOWN_SYSTEM = (byte) 255;

  /** Magic, method 8 (deflate), flags, four bytes of time, extra flags, operating system (§2.3). */
  private static final byte[] HEADER = {
    0x1f, (byte) 0x8b, Deflater.DEFLATED, NO_FLAGS, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM
  };

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[16 * 1024];
  private boolean begun;

  GzipCodec(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public void encode(byte[] input, int length, EncodedBytes into) {
    accept(input, length, into);
    int count;
    // A full buffer may hide more; the flush is complete when there is room left over.
    do {
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      into.add(buffer, count);
    } while (count == buffer.length);
  }

  @Override
  public void finish(byte[] input, int length, EncodedBytes into) {
    accept(input, length, into);
    deflater.finish();
    while (!deflater.finished()) {
      into.add(buffer, deflater.deflate(buffer));
    }
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) checksum.getValue()).putInt((int) deflater.getBytesRead());
    into.add(trailer.flip());
  }

  private void accept(byte[] input, int length, EncodedBytes into) {
    if (!begun) {
      begun = true;
      into.add(HEADER, HEADER.length);
    }
    checksum.update(input, 0, length);
    deflater.setInput(input, 0, length);
  }

  @Override
  public void free() {
    deflater.end();
  }
}
