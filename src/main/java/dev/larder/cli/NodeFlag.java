package dev.larder.cli;

import dev.larder.config.Flag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of a node: each is a setting of the file, over which it wins. */
enum NodeFlag {
  ORIGIN(
      "--origin",
      "sites.origin",
      "URL|DIR",
      "Where the assets are: an HTTP server or a directory."),
  LISTEN("--listen", "listen", "HOST:PORT", "Where HTTP is spoken (0.0.0.0:8080)."),
  ADMIN("--admin", "admin.listen", "HOST:PORT", "Where metrics and purge are (127.0.0.1:8081)."),
  STORE("--store", "store.directory", "DIR", "Where objects survive a restart (~/.cache/larder)."),
  MEMORY("--memory", "store.memory", "SIZE", "What memory keeps (256MiB)."),
  DISK("--disk", "store.disk", "SIZE", "What the disk keeps; 0 for none (10GiB)."),
  POLICY(
      "--policy",
      "sites.policy",
      "assets|faithful",
      "Improve the answers, or leave them (assets)."),
  TLS("--tls", "tls.listen", "HOST:PORT", "Where HTTPS is spoken, with --cert and --key."),
  CERT("--cert", "tls.certificate", "PEM", "The certificate and its chain."),
  KEY("--key", "tls.key", "PEM", "The certificate's private key, PKCS #8."),
  ORIGIN_TIMEOUT(
      "--origin-timeout",
      "sites.origin-timeout",
      "DURATION",
      "How long an origin may pause (10s)."),
  TOKEN_FILE(
      "--token-file", "admin.token-file", "FILE", "Holds the admin token (STORE/admin.token)."),
  IO_THREADS(
      "--io-threads", "io-threads", "N", "Threads that read and write sockets (one a core)."),
  WARM_UP("--warm-up", "warm-up", "DURATION", "How long it may warm up; 0s for not at all (2s).");

  private final String flag;
  private final String key;
  private final String label;
  private final String description;

  NodeFlag(String flag, String key, String label, String description) {
    this.flag = flag;
    this.key = key;
    this.label = label;
    this.description = description;
  }

  /** The setting, when the flag means this value. */
  Flag set(String value) {
    return new Flag(flag, key, value);
  }

  static void addTo(CommandSpec spec, Collection<NodeFlag> flags) {
    for (NodeFlag flag : flags) {
      spec.addOption(
          OptionSpec.builder(flag.flag)
              .type(String.class)
              .paramLabel(flag.label)
              .description(flag.description)
              .build());
    }
  }

  boolean isIn(ParseResult line) {
    return line.hasMatchedOption(flag);
  }

  /** The flags that a command line has. */
  static List<Flag> given(ParseResult line) {
    List<Flag> given = new ArrayList<>();
    for (NodeFlag flag : values()) {
      @Nullable String value = flag.isIn(line) ? line.matchedOptionValue(flag.flag, "") : null;
      if (value != null) {
        given.add(flag.set(value));
      }
    }
    return given;
  }
}
