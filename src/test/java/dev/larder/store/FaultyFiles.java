package dev.larder.store;

import dev.larder.store.disk.DiskFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A file system that fails when told to. */
final class FaultyFiles implements DiskFiles {
  volatile boolean failing;

  /** Bytes that may still be written before it fails by itself. */
  final AtomicLong writable = new AtomicLong(Long.MAX_VALUE);

  /** What the file system says is free; negative for the truth. */
  final AtomicLong usable = new AtomicLong(-1);

  volatile boolean droppingFrees = true;

  @Override
  public long usable(Path directory) throws IOException {
    long told = usable.get();
    return told < 0 ? DiskFiles.super.usable(directory) : told;
  }

  @Override
  public void delete(Path path) throws IOException {
    if (droppingFrees && usable.get() >= 0 && Files.exists(path)) {
      usable.addAndGet((Files.size(path) + 4095) / 4096 * 4096);
    }
    DiskFiles.super.delete(path);
  }

  private void check() throws IOException {
    if (failing) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public FileChannel create(Path path) throws IOException {
    check();
    return DiskFiles.super.create(path);
  }

  @Override
  public FileChannel openToWrite(Path path) throws IOException {
    check();
    return DiskFiles.super.openToWrite(path);
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    check();
    long left = writable.get();
    if (bytes.remaining() > left) {
      failing = true;
      DiskFiles.super.write(file, bytes.slice(bytes.position(), (int) left), position);
      throw new IOException("No space left on device");
    }
    writable.addAndGet(-bytes.remaining());
    DiskFiles.super.write(file, bytes, position);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    check();
    DiskFiles.super.rename(from, to);
  }
}
