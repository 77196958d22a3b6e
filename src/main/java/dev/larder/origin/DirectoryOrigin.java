package dev.larder.origin;

import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.ResponseHead;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this machine as an origin: regular files below it, by GET and HEAD, with
 * validators. The directory itself may be a symbolic link that a deployment turns over; links below
 * it are followed as long as they stay below it.
 */
final class DirectoryOrigin implements Origin {
  private static final String INDEX = "index.html";

  private final Path root;
  private final boolean dotfiles;
  private final OriginObserver observer;
  private final InstantSource clock;
  private final ContentHashes hashes = new ContentHashes();

  DirectoryOrigin(Path root, boolean dotfiles, OriginObserver observer, InstantSource clock) {
    this.root = root;
    this.dotfiles = dotfiles;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public Fetched fetch(Fetch fetch) {
    Instant start = clock.instant();
    if (!Files.isDirectory(root)) {
      return failed(Fetched.Failure.UNREACHABLE, "the directory is not there");
    }
    try {
      Answer answer = answer(fetch, start);
      Instant end = clock.instant();
      observer.answered(location(), answer.head().status(), Duration.between(start, end));
      return new Fetched.Answered(answer.head(), start, end, answer.body());
    } catch (IOException failure) {
      return failed(Fetched.Failure.BROKEN, failure.toString().replaceAll("\\p{Cntrl}+", " "));
    }
  }

  private Fetched.Failed failed(Fetched.Failure failure, String why) {
    observer.failed(location(), failure);
    return new Fetched.Failed(failure, "origin " + location() + ": " + why);
  }

  private record Answer(ResponseHead head, OriginBody body) {}

  private Answer answer(Fetch fetch, Instant now) throws IOException {
    if (!fetch.method().equals("GET") && !fetch.method().equals("HEAD")) {
      return empty(405, now, "Allow", "GET, HEAD");
    }
    DirectoryTarget target = DirectoryTarget.parse(fetch.target(), dotfiles);
    if (target == null) {
      return empty(404, now);
    }
    try {
      Path found = find(target);
      if (found != null && Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
        // Only a path with a doubled slash could name another host here, and none gets this far.
        return empty(301, now, "Location", target.path() + '/' + target.query());
      }
      return found != null && Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS)
          ? serve(fetch, found, now)
          : empty(404, now);
    } catch (AccessDeniedException denied) {
      return empty(403, now);
    }
  }

  /** What the target names, or null; a directory only where its slash is missing. */
  private @Nullable Path find(DirectoryTarget target) throws IOException {
    Path below = root.toRealPath();
    Path named = real(below, String.join("/", target.names()));
    if (named == null || !target.endsWithSlash()) {
      return named;
    }
    Path index =
        Files.isDirectory(named) ? real(below, below.relativize(named) + "/" + INDEX) : null;
    return index != null && Files.isRegularFile(index) ? index : null;
  }

  /** The file without symbolic links, or null when there is none or it is not below the root. */
  private static @Nullable Path real(Path below, String name) throws IOException {
    try {
      Path real = below.resolve(name.startsWith("/") ? name.substring(1) : name).toRealPath();
      return real.startsWith(below) ? real : null;
    } catch (AccessDeniedException denied) {
      throw denied;
    } catch (FileSystemException | InvalidPathException absent) {
      return null;
    }
  }

  private Answer serve(Fetch fetch, Path path, Instant now) throws IOException {
    DirectoryEntity entity = DirectoryEntity.open(path, hashes, now);
    boolean bodyKeepsIt = false;
    try {
      Fields.Builder fields = entity.validators(now);
      if (entity.notModified(fetch.fields(), now)) {
        return new Answer(new ResponseHead(304, fields.build()), NoBody.INSTANCE);
      }
      fields
          .add("Content-Type", ContentTypes.of(String.valueOf(path.getFileName())))
          .add("Content-Length", Long.toString(entity.identity().size()));
      ResponseHead head = new ResponseHead(200, fields.build());
      if (fetch.method().equals("HEAD")) {
        return new Answer(head, NoBody.INSTANCE);
      }
      bodyKeepsIt = true;
      return new Answer(head, body(entity));
    } finally {
      if (!bodyKeepsIt) {
        entity.close();
      }
    }
  }

  private OriginBody body(DirectoryEntity entity) {
    return new FileBody(entity, hashes, bytes -> observer.received(location(), bytes));
  }

  @Override
  public @Nullable OriginBody sibling(String target, ContentCoding coding, long mostBytes) {
    String ending =
        switch (coding) {
          case GZIP -> ".gz";
          case BROTLI -> ".br";
          case IDENTITY, DICTIONARY -> null;
        };
    DirectoryTarget named = DirectoryTarget.parse(target, dotfiles);
    if (ending == null || named == null) {
      return null;
    }
    String name = String.join("/", named.names()) + (named.endsWithSlash() ? "/" + INDEX : "");
    try {
      Path found = real(root.toRealPath(), name + ending);
      return found != null
              && Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS)
              && Files.size(found) <= mostBytes
          ? body(DirectoryEntity.open(found, hashes, clock.instant()))
          : null;
    } catch (IOException unreadable) {
      // Nobody asked for it: what it would have saved is all that is lost.
      return null;
    }
  }

  private static Answer empty(int status, Instant now, String... fields) {
    Fields.Builder all = Fields.builder().add("Date", HttpDate.format(now));
    all.addAll(Fields.of(fields)).add("Content-Length", "0");
    return new Answer(new ResponseHead(status, all.build()), NoBody.INSTANCE);
  }

  @Override
  public void close() {}
}
