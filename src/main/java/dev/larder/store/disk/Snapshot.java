package dev.larder.store.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The index as a file, so that a node that starts knows at once what it has. It is not believed
 * blindly: its rows are not proven until their files were read, and what it does not know may be
 * there all the same.
 *
 * <p>The layout is in {@code docs/storage-format.md}.
 */
final class Snapshot {
  static final int HEADER = 32;
  static final int ROW = 64;

  private static final long MAGIC = 0x4c61_7264_496e_6478L;
  private static final int VERSION = 1;
  private static final int CRC_AT = 24;
  private static final int ROWS_AT_ONCE = 1024;

  /** How the last four bytes of a row are divided. */
  private static final int SIDECAR = 1;

  private static final int USES = 1;
  private static final int MOST_USES = 15;
  private static final int RETAINED = 1 << 5;

  private final DiskFiles files;
  private final Path path;

  Snapshot(DiskFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** Told of each row that a snapshot holds. */
  interface Reader {
    /** How many rows are to come, at least. */
    default void expect(int rows) {}

    /**
     * One row.
     *
     * @param retained whether eviction spared it
     */
    void row(IndexRow row, float level, int uses, boolean retained);
  }

  /**
   * Writes what the index knows now, in place of the snapshot before.
   *
   * @param complete whether nothing will change after it
   */
  void write(DiskIndex index, Path temporary, boolean complete) throws IOException {
    try (FileChannel file = files.create(temporary)) {
      Pen pen = new Pen(file, index);
      index.forEach(IndexShard.Sieve.ALL, pen::row);
      long rows = pen.finish();
      files.write(file, header(complete, rows), 0);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    files.rename(temporary, path);
  }

  private static ByteBuffer header(boolean complete, long rows) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putInt(VERSION).putInt(complete ? 1 : 0).putLong(rows);
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, CRC_AT);
    return header.putInt((int) crc.getValue()).clear();
  }

  /** Writes rows. */
  private final class Pen {
    private final FileChannel file;
    private final DiskIndex index;
    private final ByteBuffer bytes = ByteBuffer.allocate(ROW * ROWS_AT_ONCE);
    private final CRC32C crc = new CRC32C();
    private long at = HEADER;

    Pen(FileChannel file, DiskIndex index) {
      this.file = file;
      this.index = index;
    }

    void row(IndexShard.Leveled leveled) {
      IndexRow row = leveled.row();
      bytes.putLong(row.name().high()).putLong(row.name().low());
      bytes.putLong(row.serial()).putLong(row.key());
      bytes.putLong(row.epoch()).putLong(row.validated());
      bytes.putInt(row.sequence()).putInt(row.blocks());
      bytes.putFloat(leveled.level() - index.level());
      bytes.putInt(
          (index.uses(row.name()) & MOST_USES) << USES
              | (row.sidecar() ? SIDECAR : 0)
              | (index.retained().has(row.name()) ? RETAINED : 0));
      if (!bytes.hasRemaining()) {
        flush();
      }
    }

    private void flush() {
      try {
        crc.update(bytes.flip());
        files.write(file, bytes.rewind(), at);
        at += bytes.limit();
        bytes.clear();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    long finish() throws IOException {
      flush();
      files.write(file, ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).flip(), at);
      return (at - HEADER) / ROW;
    }
  }

  /**
   * Reads the snapshot, if there is one, and takes its word that nothing changed since from it: it
   * is true once only.
   *
   * @return whether it holds all there is
   * @throws DamagedFileException when it is not what was written; nothing of it was told then
   */
  boolean read(Reader reader) throws IOException {
    try (FileChannel file = files.openToWrite(path)) {
      long size = file.size();
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      files.read(file, header, 0);
      boolean complete = check(header.flip(), size);
      checkRows(file, size);
      reader.expect(Math.toIntExact((size - HEADER) / ROW));
      for (long at = HEADER; at < size - Integer.BYTES; at += (long) ROW * ROWS_AT_ONCE) {
        ByteBuffer rows = part(file, at, size);
        while (rows.hasRemaining()) {
          read(rows, reader);
        }
      }
      if (complete) {
        files.write(file, header(false, (size - HEADER) / ROW), 0);
      }
      return complete;
    }
  }

  private static boolean check(ByteBuffer header, long size) throws DamagedFileException {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, CRC_AT));
    boolean ours = header.getLong() == MAGIC && header.getInt() == VERSION;
    boolean complete = header.getInt() == 1;
    long rows = header.getLong();
    if (!ours
        || header.getInt() != (int) crc.getValue()
        || size != HEADER + rows * ROW + Integer.BYTES) {
      throw new DamagedFileException("it is no snapshot of this version, or not a whole one");
    }
    return complete;
  }

  private void checkRows(FileChannel file, long size) throws IOException {
    CRC32C crc = new CRC32C();
    for (long at = HEADER; at < size - Integer.BYTES; at += (long) ROW * ROWS_AT_ONCE) {
      crc.update(part(file, at, size));
    }
    ByteBuffer written = ByteBuffer.allocate(Integer.BYTES);
    files.read(file, written, size - Integer.BYTES);
    if (written.flip().getInt() != (int) crc.getValue()) {
      throw new DamagedFileException("the checksum of its rows is wrong");
    }
  }

  private ByteBuffer part(FileChannel file, long at, long size) throws IOException {
    long left = size - Integer.BYTES - at;
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(left, (long) ROW * ROWS_AT_ONCE));
    files.read(file, bytes, at);
    return bytes.flip();
  }

  private static void read(ByteBuffer rows, Reader reader) {
    FileName name = new FileName(rows.getLong(), rows.getLong());
    long serial = rows.getLong();
    long key = rows.getLong();
    long epoch = rows.getLong();
    long validated = rows.getLong();
    int sequence = rows.getInt();
    int blocks = rows.getInt();
    float level = rows.getFloat();
    int more = rows.getInt();
    boolean sidecar = (more & SIDECAR) != 0;
    reader.row(
        new IndexRow(name, serial, key, epoch, validated, sequence, sidecar, false, blocks),
        level,
        more >>> USES & MOST_USES,
        (more & RETAINED) != 0);
  }
}
