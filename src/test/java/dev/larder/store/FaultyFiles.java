package dev.larder.store;

import dev.larder.store.disk.DiskFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A file system that fails when told to. */
final class FaultyFiles implements DiskFiles {
  private static final long EVERYTHING = Long.MAX_VALUE;

  /** Nothing can be written any more. */
  volatile boolean failing;

  /** Nothing works any more, as if the process had been killed. */
  volatile boolean dead;

  /** Bytes that may still be written before it fails by itself. */
  final AtomicLong writable = new AtomicLong(EVERYTHING);

  /** Bytes that may still be written before the process is killed. */
  final AtomicLong lifetime = new AtomicLong(EVERYTHING);

  /** Files that the file system has room for. */
  volatile int inodes = Integer.MAX_VALUE;

  /** What the file system says is free; negative for the truth. */
  final AtomicLong usable = new AtomicLong(-1);

  volatile boolean droppingFrees = true;

  /** How many files were opened to be read. */
  final AtomicLong opened = new AtomicLong();

  /** How many operations of a thousand fail, whichever they are. */
  volatile int faults;

  /** Where in each file the disk cannot be read; negative for nowhere. */
  volatile long unreadable = -1;

  /** Which directories are not listed. */
  volatile Predicate<Path> unlistable = directory -> false;

  /** How many files are not opened to be read from now on. */
  final AtomicInteger unopenable = new AtomicInteger();

  /** No stored file can be deleted. */
  volatile boolean keeping;

  /** Whether a power cut could bring an old name back. */
  volatile boolean renamedSinceForced;

  /** Who opens a file to read it waits here, on the keeper's thread. */
  volatile CountDownLatch keepersGate = new CountDownLatch(0);

  final AtomicInteger atGate = new AtomicInteger();

  /** Who measures the free space waits until so many have. */
  volatile CountDownLatch measuring = new CountDownLatch(0);

  private final Random luck = new Random(42);
  private final AtomicLong failures = new AtomicLong();

  /** How many operations were let fail. */
  long failures() {
    return failures.get();
  }

  @Override
  public long usable(FileStore fileSystem) throws IOException {
    any();
    measuring.countDown();
    pass(measuring);
    long told = usable.get();
    return told < 0 ? DiskFiles.super.usable(fileSystem) : told;
  }

  @Override
  public List<Path> list(Path directory) throws IOException {
    opening(directory);
    if (unlistable.test(directory)) {
      throw new FileSystemException(directory.toString(), null, "Too many open files");
    }
    return DiskFiles.super.list(directory);
  }

  @Override
  public void force(Path directory) throws IOException {
    any();
    DiskFiles.super.force(directory);
    renamedSinceForced = false;
  }

  @Override
  public void delete(Path path) throws IOException {
    any();
    if (keeping && path.toString().contains("objects")) {
      throw new FileSystemException(path.toString(), null, "Input/output error");
    }
    if (droppingFrees && usable.get() >= 0 && Files.exists(path)) {
      usable.addAndGet((Files.size(path) + 4095) / 4096 * 4096);
    }
    DiskFiles.super.delete(path);
  }

  private void any() throws IOException {
    if (dead) {
      throw new IOException("the process is dead");
    }
    if (faults > 0 && luck.nextInt(1000) < faults) {
      failures.incrementAndGet();
      throw new IOException("Input/output error, at random");
    }
  }

  private static boolean oneLess(AtomicInteger left) {
    return left.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
  }

  private static void pass(CountDownLatch gate) throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted at the gate");
    }
  }

  private void opening(Path path) throws IOException {
    try {
      any();
    } catch (IOException e) {
      throw new FileSystemException(path.toString(), null, e.getMessage());
    }
  }

  private void writing() throws IOException {
    any();
    if (failing) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public FileChannel create(Path path) throws IOException {
    writing();
    if (inodes < Integer.MAX_VALUE && filesBeside(path) >= inodes) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
    return DiskFiles.super.create(path);
  }

  private static long filesBeside(Path temporary) throws IOException {
    try (Stream<Path> all = Files.walk(temporary.resolve("../..").normalize())) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Override
  public FileChannel openToRead(Path path) throws IOException {
    opening(path);
    if (Thread.currentThread().getName().equals("keeper")) {
      atGate.incrementAndGet();
      pass(keepersGate);
    }
    if (oneLess(unopenable)) {
      throw new FileSystemException(path.toString(), null, "Too many open files");
    }
    opened.incrementAndGet();
    return DiskFiles.super.openToRead(path);
  }

  @Override
  public FileChannel openToWrite(Path path) throws IOException {
    writing();
    return DiskFiles.super.openToWrite(path);
  }

  @Override
  public void read(FileChannel file, ByteBuffer into, long position) throws IOException {
    any();
    if (unreadable >= position && unreadable < position + into.remaining()) {
      throw new IOException("Input/output error");
    }
    DiskFiles.super.read(file, into, position);
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    writing();
    int left = (int) Math.min(Math.min(writable.get(), lifetime.get()), bytes.remaining());
    if (left < bytes.remaining()) {
      dead = lifetime.get() == left;
      failing = true;
      DiskFiles.super.write(file, bytes.slice(bytes.position(), left), position);
      throw new IOException("No space left on device");
    }
    writable.addAndGet(-left);
    lifetime.addAndGet(-left);
    DiskFiles.super.write(file, bytes, position);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    writing();
    DiskFiles.super.rename(from, to);
    renamedSinceForced = true;
  }
}
