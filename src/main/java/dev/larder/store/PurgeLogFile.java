package dev.larder.store;

import dev.larder.store.Store.PurgeMode;
import dev.larder.store.disk.DiskFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The purges on disk, so that they outlive the process: one line each, forced before the purge is
 * acknowledged. For one thread at a time.
 */
final class PurgeLogFile implements Closeable {
  private final Path path;
  private final DiskFiles files;
  private @Nullable FileChannel channel;
  private long end;

  PurgeLogFile(Path path, DiskFiles files) {
    this.path = path;
    this.files = files;
  }

  /**
   * What the log holds.
   *
   * @param epoch the greatest in it
   * @param intact false when a purge that was acknowledged may be missing
   */
  record Contents(long epoch, List<PurgeRecord> records, boolean intact) {}

  /** Reads the log. What follows its last line end was never acknowledged and does not count. */
  Contents read() throws IOException {
    if (!Files.exists(path)) {
      return new Contents(0, List.of(), false);
    }
    byte[] bytes = Files.readAllBytes(path);
    end = bytes.length;
    while (end > 0 && bytes[(int) end - 1] != '\n') {
      end--;
    }
    String text = new String(bytes, 0, (int) end, StandardCharsets.UTF_8);
    List<PurgeRecord> records = new ArrayList<>();
    long epoch = 0;
    boolean intact = text.indexOf('\n') >= 0;
    for (int from = 0, to; (to = text.indexOf('\n', from)) >= 0; from = to + 1) {
      PurgeLine line = PurgeLine.read(text.substring(from, to));
      if (line == null) {
        intact = false;
        continue;
      }
      epoch = Math.max(epoch, line.epoch());
      PurgeRecord record = line.toRecord();
      if (record != null) {
        records.add(record);
      }
    }
    return new Contents(epoch, records, intact);
  }

  /** Opens the log that was read for more, without what follows its last line end. */
  void resume() throws IOException {
    channel = files.openToWrite(path).truncate(end);
  }

  /** Adds records; they are on the disk when it returns. */
  void append(List<PurgeRecord> records) throws IOException {
    FileChannel open = channel;
    if (open == null) {
      throw new IOException("the purge log is not open");
    }
    StringBuilder lines = new StringBuilder();
    records.forEach(record -> lines.append(PurgeLine.of(record).write()));
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    long newEnd = end + bytes.remaining();
    files.write(open, bytes, end);
    open.force(false);
    end = newEnd;
  }

  /** Replaces the log in one step, and opens it for more. */
  void rewrite(long epoch, Instant now, List<PurgeRecord> records) throws IOException {
    close();
    StringBuilder lines = new StringBuilder();
    lines.append(new PurgeLine(epoch, now, PurgeMode.REMOVE, null).write());
    records.forEach(record -> lines.append(PurgeLine.of(record).write()));
    ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    files.delete(fresh);
    long length = bytes.remaining();
    try (FileChannel file = files.create(fresh)) {
      files.write(file, bytes, 0);
      file.force(false);
    }
    files.rename(fresh, path);
    // Else a power cut could bring the old log back, and with it forget what is appended to this
    // one.
    files.force(path.resolveSibling(""));
    channel = files.openToWrite(path);
    end = length;
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
