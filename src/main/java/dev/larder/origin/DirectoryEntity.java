package dev.larder.origin;

import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A file while it is served, with what its fields say. Attributes, hash and content belong to one
 * open file: what the path names before and after opening must be the same.
 */
record DirectoryEntity(ContentHashes.Identity identity, FileChannel file, String hash)
    implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  /**
   * Opens a regular file.
   *
   * @param path without symbolic links
   * @throws IOException when it cannot be opened or does not stop changing
   */
  static DirectoryEntity open(Path path, ContentHashes hashes, Instant now) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ContentHashes.Identity identity = identity(path);
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      boolean kept = false;
      try {
        String hash = hashes.of(identity, file, now);
        kept = identity(path).equals(identity);
        if (kept) {
          return new DirectoryEntity(identity, file, hash);
        }
        hashes.forget(identity);
      } finally {
        if (!kept) {
          file.close();
        }
      }
    }
    throw new IOException("the file keeps changing");
  }

  private static ContentHashes.Identity identity(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new ContentHashes.Identity(
        path.toString(),
        String.valueOf(attributes.fileKey()),
        attributes.size(),
        attributes.lastModifiedTime().toInstant());
  }

  EntityTag entityTag() {
    return EntityTag.strong(hash);
  }

  /** Never later than now (RFC 9110 §8.8.2.1), in whole seconds as the field gives it. */
  Instant lastModified(Instant now) {
    Instant modified = identity.modified().isAfter(now) ? now : identity.modified();
    return modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** What a 200 and a 304 both say. */
  Fields.Builder validators(Instant now) {
    return Fields.builder()
        .add("Date", HttpDate.format(now))
        .add("Last-Modified", HttpDate.format(lastModified(now)))
        .add("ETag", entityTag().toString());
  }

  /** Whether the client has it already (RFC 9110 §13.2.2, for GET and HEAD). */
  boolean notModified(Fields request, Instant now) {
    String tags = request.combined("If-None-Match");
    if (tags != null) {
      return tags.strip().equals("*") || entityTag().isWeaklyIn(tags);
    }
    Instant since = HttpDate.parse(request.first("If-Modified-Since"));
    return since != null && !lastModified(now).isAfter(since);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
