package dev.larder.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bearer token of the admin API: read from where it is kept, or made once. */
final class AdminToken {

  private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);
  private static final int RANDOM_BYTES = 32;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private AdminToken() {}

  /** Where a node keeps the token that it made. */
  static Path placeIn(Path storeDirectory) {
    return storeDirectory.resolve("admin.token");
  }

  /**
   * The token of a node: that of the operator's file, else the store's own, which is made when
   * there is none.
   */
  static String of(@Nullable Path tokenFile, Path storeDirectory) throws StartFailure {
    if (tokenFile != null) {
      return read(tokenFile);
    }
    Path kept = placeIn(storeDirectory);
    if (!Files.exists(kept)) {
      make(kept);
      LOG.info("made a token for the admin API: it is in {}", kept);
    } else {
      LOG.info("the token for the admin API is in {}", kept);
    }
    return read(kept);
  }

  /** The token that a file holds, without white space around it. */
  static String read(Path file) throws StartFailure {
    try {
      return checked(Files.readString(file), "the token file " + file);
    } catch (NoSuchFileException missing) {
      throw new StartFailure("there is no token file " + file, missing);
    } catch (IOException unreadable) {
      throw new StartFailure("the token file " + file + " cannot be read", unreadable);
    }
  }

  /** A token as it goes into a header field, without white space around it. */
  static String checked(String text, String source) throws StartFailure {
    String token = text.strip();
    if (token.isEmpty()) {
      throw new StartFailure(source + " is empty");
    }
    if (!token.chars().allMatch(sign -> sign > ' ' && sign < 0x7f)) {
      throw new StartFailure(source + " must hold one word of visible ASCII signs");
    }
    return token;
  }

  /** Whole or not at all: a node that dies here leaves no empty token to its successor. */
  private static void make(Path file) throws StartFailure {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.deleteIfExists(written);
      Files.createFile(written, OWNER_ONLY);
      Files.writeString(written, token + "\n", StandardCharsets.US_ASCII);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException unsuitable) {
      throw new StartFailure(file.getParent() + " is not a directory", unsuitable);
    } catch (IOException unwritable) {
      throw new StartFailure(
          "the directory " + file.getParent() + " cannot be written", unwritable);
    }
  }
}
