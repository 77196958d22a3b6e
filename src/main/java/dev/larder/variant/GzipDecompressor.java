package dev.larder.variant;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gzip members, one after the other (RFC 1952). The libraries' streams pull their input and would
 * wait for an origin on a coder thread; this one takes what there is.
 */
final class GzipDecompressor implements Decompressor {
  private static final int CHECKSUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  /** Names and comments are for people; nobody writes so many. */
  private static final int LONGEST_HEADER = 64 * 1024;

  /** Where in a member one is (§2.3). */
  private enum Part {
    START,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CHECKSUM,
    DEFLATED,
    TRAILER
  }

  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private Part part = Part.START;
  private int headerBytes;
  private int flags;

  /** Bytes of the part that were read, and their value as a number, lowest byte first. */
  private int count;

  private long number;
  private int extraLength;
  private int members;

  @Override
  public void decode(ByteBuffer input, boolean last, ByteBuffer into)
      throws MalformedContentException {
    while (into.hasRemaining() && (part == Part.DEFLATED || input.hasRemaining())) {
      if (part != Part.DEFLATED) {
        read(Byte.toUnsignedInt(input.get()));
      } else if (!inflate(input, into)) {
        break;
      }
    }
    if (last && !input.hasRemaining() && into.hasRemaining() && !ended()) {
      throw new MalformedContentException("a gzip stream is cut short");
    }
  }

  @Override
  public boolean ended() {
    return members > 0 && part == Part.START && count == 0;
  }

  @Override
  public int streams() {
    return members;
  }

  /** Returns false when there is nothing to go on with. */
  private boolean inflate(ByteBuffer input, ByteBuffer into) throws MalformedContentException {
    inflater.setInput(input);
    int from = into.position();
    try {
      inflater.inflate(into);
    } catch (DataFormatException damaged) {
      throw new MalformedContentException("damaged gzip: " + damaged.getMessage());
    }
    checksum.update(into.duplicate().flip().position(from));
    if (inflater.finished()) {
      begin(Part.TRAILER);
      return true;
    }
    if (inflater.needsDictionary()) {
      throw new MalformedContentException("damaged gzip: it wants a dictionary");
    }
    return into.position() > from || input.hasRemaining();
  }

  private void begin(Part next) {
    part = next;
    count = 0;
    number = 0;
  }

  private void read(int octet) throws MalformedContentException {
    if (part != Part.TRAILER && ++headerBytes > LONGEST_HEADER) {
      throw new MalformedContentException("a gzip header of over " + LONGEST_HEADER + " bytes");
    }
    number |= (long) octet << (8 * (count & 7));
    count++;
    switch (part) {
      case START -> start(octet);
      case EXTRA_LENGTH -> {
        if (count == 2) {
          extraLength = (int) number;
          begin(extraLength == 0 ? after(Part.EXTRA) : Part.EXTRA);
        }
      }
      case EXTRA -> endWhen(count == extraLength);
      case NAME, COMMENT -> endWhen(octet == 0);
      case CHECKSUM -> endWhen(count == 2);
      case DEFLATED -> throw new IllegalStateException("content is not read byte by byte");
      case TRAILER -> trailer();
    }
  }

  private void endWhen(boolean ended) {
    if (ended) {
      begin(after(part));
    }
  }

  private void start(int octet) throws MalformedContentException {
    boolean fits =
        switch (count) {
          case 1 -> octet == 0x1f;
          case 2 -> octet == 0x8b;
          case 3 -> octet == 8;
          case 4 -> (octet & RESERVED) == 0;
          default -> true;
        };
    if (!fits) {
      throw new MalformedContentException(
          members > 0 ? "bytes follow the end of a gzip stream" : "this is not gzip");
    }
    if (count == 4) {
      flags = octet;
    }
    endWhen(count == 10);
  }

  /** The next part that this member has, of those that it may leave out. */
  private Part after(Part read) {
    return switch (read) {
      case START -> has(EXTRA) ? Part.EXTRA_LENGTH : after(Part.EXTRA);
      case EXTRA_LENGTH -> Part.EXTRA;
      case EXTRA -> has(NAME) ? Part.NAME : after(Part.NAME);
      case NAME -> has(COMMENT) ? Part.COMMENT : after(Part.COMMENT);
      case COMMENT -> has(CHECKSUM) ? Part.CHECKSUM : Part.DEFLATED;
      case CHECKSUM -> Part.DEFLATED;
      case DEFLATED -> Part.TRAILER;
      case TRAILER -> Part.START;
    };
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private void trailer() throws MalformedContentException {
    if (count < 8) {
      return;
    }
    long length = inflater.getBytesWritten() & 0xffff_ffffL;
    if (number != (length << 32 | checksum.getValue())) {
      throw new MalformedContentException("damaged gzip: the checksum does not fit");
    }
    members++;
    headerBytes = 0;
    inflater.reset();
    checksum.reset();
    begin(Part.START);
  }

  @Override
  public void free() {
    inflater.end();
  }
}
