package dev.larder.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Random;

/** What can happen to a file that is nobody's intention. */
enum Damage {
  BIT_FLIP {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      long at = random.nextLong(size);
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, at);
      byte flipped = (byte) (one.get(0) ^ 1 << random.nextInt(8));
      file.write(ByteBuffer.wrap(new byte[] {flipped}), at);
    }
  },
  SIXTEEN_BYTES {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      file.write(ByteBuffer.wrap(bytes), random.nextLong(size - bytes.length));
    }
  },
  HALVED {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      file.truncate(size / 2);
    }
  },
  EMPTIED {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      file.truncate(0);
    }
  },
  ZEROED_BLOCK {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      long at = random.nextLong(blocks(size)) * BLOCK;
      file.write(ByteBuffer.allocate((int) Math.min(BLOCK, size - at)), at);
    }
  },
  ZEROED_TAIL {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      long at = random.nextLong(blocks(size)) * BLOCK;
      file.write(ByteBuffer.allocate((int) (size - at)), at);
    }
  },
  GROWN {
    @Override
    void at(FileChannel file, long size, Random random) throws IOException {
      byte[] more = new byte[1 + random.nextInt(BLOCK)];
      random.nextBytes(more);
      file.write(ByteBuffer.wrap(more), size);
    }
  },
  DELETED {
    @Override
    void to(Path path, Random random) throws IOException {
      Files.delete(path);
    }
  };

  private static final int BLOCK = 4096;

  void to(Path path, Random random) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      at(file, file.size(), random);
    }
  }

  void at(FileChannel file, long size, Random random) throws IOException {
    throw new AssertionError(this + " is nothing that is done within a file");
  }

  /** What a device does on its own: the file's time of modification stays what it was. */
  void unseenTo(Path path, Random random) throws IOException {
    FileTime modified = Files.getLastModifiedTime(path);
    to(path, random);
    if (Files.exists(path)) {
      Files.setLastModifiedTime(path, modified);
    }
  }

  /** Each gets the other's place. */
  static void swap(Path one, Path other) throws IOException {
    Path aside = one.resolveSibling(one.getFileName() + ".aside");
    Files.move(one, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.move(other, one, StandardCopyOption.ATOMIC_MOVE);
    Files.move(aside, other, StandardCopyOption.ATOMIC_MOVE);
  }

  private static long blocks(long size) {
    return (size + BLOCK - 1) / BLOCK;
  }
}
