package dev.larder.store.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the store asks of the file system: one narrow place, so that a test can make it fail. */
public interface DiskFiles {
  /** The file system as it is. */
  DiskFiles REAL = new DiskFiles() {};

  /**
   * Whether trouble with a file that was open means that its bytes are not to be had: they are
   * wrong, or there are none, or the disk cannot read them. What the system says of a name, such as
   * that too many files are open, means nothing of the kind, nor does a reader's interruption.
   */
  static boolean spoilt(IOException e) {
    return !(e instanceof FileSystemException || e instanceof ClosedChannelException);
  }

  /** A new file, to be written and read. */
  default FileChannel create(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  default FileChannel openToRead(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  /** An existing file, to be written and read. */
  default FileChannel openToWrite(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Writes all remaining bytes at a position. */
  default void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /**
   * Fills the buffer from a position on.
   *
   * @throws EOFException when the file ends before
   */
  default void read(FileChannel file, ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = file.read(into, at);
      if (read < 0) {
        throw new EOFException("the file ends at " + at);
      }
      at += read;
    }
  }

  /** Gives a file another name in one step, replacing what bore it. */
  default void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Bytes that may still be written to a file system. */
  default long usable(FileStore fileSystem) throws IOException {
    return fileSystem.getUsableSpace();
  }

  /** What lies in a directory. */
  default List<Path> list(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
      inside.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /** Makes a directory's names outlive a power cut. */
  default void force(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Deletes a file if it is there. */
  default void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }
}
