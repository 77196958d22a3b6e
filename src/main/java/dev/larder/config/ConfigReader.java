package dev.larder.config;

import dev.larder.admin.AdminOptions;
import dev.larder.observe.AccessLogOptions;
import dev.larder.server.ServerOptions;
import dev.larder.store.StoreOptions;
import dev.larder.variant.VariantOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration: the file, if there is one, with the command line laid over it.
 *
 * <p>Whatever is wrong is told at once, each with its line. Relative paths are relative to the
 * working directory, in the file as on the command line.
 */
public final class ConfigReader {

  private static final ByteSize LARGEST_IN_MEMORY_WITHOUT_FILES = new ByteSize(256 << 10);

  private final StoreDirectory directory;
  private final FileChecks checks;

  private ConfigReader(StoreDirectory directory, FileChecks checks) {
    this.directory = directory;
    this.checks = checks;
  }

  /** Reads what a node is about to start with. */
  public static ConfigReader forStart(StoreDirectory directory) {
    return new ConfigReader(directory, FileChecks.NONE);
  }

  /** Reads and looks whether the files and directories that are named are there. */
  public static ConfigReader forCheck(StoreDirectory directory) {
    return new ConfigReader(directory, FileChecks.ALL);
  }

  /**
   * Reads a file and the flags that win over it.
   *
   * @param file null when the flags say it all
   */
  public Reading read(@Nullable Path file, List<Flag> flags) {
    if (file == null) {
      return read("command line", "", flags);
    }
    try {
      return read(file.toString(), Files.readString(file), flags);
    } catch (NoSuchFileException missing) {
      return unreadable(file, "there is no such file");
    } catch (CharacterCodingException notText) {
      return unreadable(file, "the file is not UTF-8 text");
    } catch (IOException unreadable) {
      return unreadable(file, "the file cannot be read (" + unreadable.getMessage() + ")");
    }
  }

  /** Reads the text of a file; {@code source} names it in problems. */
  Reading read(String source, String text, List<Flag> flags) {
    Problems problems = new Problems();
    Tree.Mapping written =
        new YamlText(source, text, problems)
            .read()
            .orElseGet(() -> new Tree.Mapping(new Place(source, 0), new LinkedHashMap<>()));
    if (!problems.none() && written.entries().isEmpty()) {
      return new Reading.Bad(problems.inOrder());
    }
    GroupReader file =
        new GroupReader(Schema.FILE, new FlagOverlay(problems).over(written, flags), problems);
    NodeConfig config =
        new NodeConfig(
            server(file, problems),
            admin(file.group(Schema.ADMIN), problems),
            store(file),
            variants(file.group(Schema.VARIANTS)),
            new AccessLogOptions(file.read(Schema.ACCESS_LOG)),
            file.read(Schema.WARM_UP),
            new SitesReader(problems, checks).read(file));
    return problems.none() ? new Reading.Good(config) : new Reading.Bad(problems.inOrder());
  }

  private static Reading unreadable(Path file, String message) {
    return new Reading.Bad(List.of(new ConfigProblem(file.toString(), 0, message)));
  }

  private ServerOptions server(GroupReader file, Problems problems) {
    GroupReader timeouts = file.group(Schema.TIMEOUTS);
    return new ServerOptions(
        file.read(Schema.LISTEN),
        tls(file, problems),
        file.read(Schema.IO_THREADS),
        file.read(Schema.SEND_BUFFER),
        file.read(Schema.FAST_PATH),
        timeouts.read(Schema.IDLE),
        timeouts.read(Schema.HEAD),
        timeouts.read(Schema.STALL),
        file.read(Schema.LARGEST_REQUEST_BODY).bytes());
  }

  private ServerOptions.@Nullable Tls tls(GroupReader file, Problems problems) {
    if (!file.has(Schema.TLS)) {
      return null;
    }
    GroupReader tls = file.group(Schema.TLS);
    var listen = tls.required(Schema.TLS_LISTEN);
    Optional<Path> certificate = tls.required(Schema.CERTIFICATE);
    Optional<Path> key = tls.required(Schema.PRIVATE_KEY);
    certificate.ifPresent(pem -> checks.readable(pem, tls.place(Schema.CERTIFICATE), problems));
    key.ifPresent(pem -> checks.readable(pem, tls.place(Schema.PRIVATE_KEY), problems));
    return listen.isPresent() && certificate.isPresent() && key.isPresent()
        ? new ServerOptions.Tls(
            listen.get(), certificate.get(), key.get(), tls.read(Schema.PROVIDER))
        : null;
  }

  private AdminOptions admin(GroupReader admin, Problems problems) {
    Optional<Path> token = admin.optional(Schema.TOKEN_FILE);
    token.ifPresent(file -> checks.readable(file, admin.place(Schema.TOKEN_FILE), problems));
    return new AdminOptions(admin.read(Schema.ADMIN_LISTEN), token.orElse(null));
  }

  private StoreOptions store(GroupReader file) {
    GroupReader store = file.group(Schema.STORE);
    long disk = store.read(Schema.DISK).bytes();
    boolean filesCanBeSent = disk > 0 && !file.has(Schema.TLS);
    ByteSize largest =
        store
            .optional(Schema.LARGEST_IN_MEMORY)
            .orElse(
                filesCanBeSent
                    ? Schema.LARGEST_IN_MEMORY.fallback()
                    : LARGEST_IN_MEMORY_WITHOUT_FILES);
    return new StoreOptions(
        store.optional(Schema.DIRECTORY).orElseGet(directory::path),
        store.read(Schema.MEMORY).bytes(),
        disk,
        largest.bytes(),
        store.read(Schema.REVERIFY),
        store.read(Schema.SCRUB),
        store.read(Schema.ADMISSION),
        store.read(Schema.DICTIONARIES));
  }

  private static VariantOptions variants(GroupReader variants) {
    return new VariantOptions(
        variants.read(Schema.GZIP_LEVEL),
        variants.read(Schema.BROTLI_QUALITY),
        variants.read(Schema.CODERS),
        VariantOptions.defaults().openEncoders(),
        variants.read(Schema.BACKGROUND_CPU));
  }
}
