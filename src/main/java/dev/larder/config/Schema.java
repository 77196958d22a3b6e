package dev.larder.config;

import static dev.larder.config.Syntaxes.ADDRESS;
import static dev.larder.config.Syntaxes.DURATION;
import static dev.larder.config.Syntaxes.PATH;
import static dev.larder.config.Syntaxes.SIZE;
import static dev.larder.config.Syntaxes.SWITCH;
import static dev.larder.config.Syntaxes.TIMEOUT;

import dev.larder.cache.Policy;
import dev.larder.rules.QueryRule;
import dev.larder.server.ServerOptions;
import dev.larder.store.Admission;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every setting that there is. {@code conf/larder.yaml} explains them in the same order. */
final class Schema {

  static final Key<InetSocketAddress> LISTEN = new Key<>("listen", ADDRESS, "0.0.0.0:8080");

  static final Key<InetSocketAddress> TLS_LISTEN = new Key<>("listen", ADDRESS, null);
  static final Key<Path> CERTIFICATE = new Key<>("certificate", PATH, null);
  static final Key<Path> PRIVATE_KEY = new Key<>("key", PATH, null);
  static final Key<ServerOptions.Tls.Provider> PROVIDER =
      new Key<>(
          "provider",
          Syntaxes.oneOf(
              "auto or jsse",
              Map.of(
                  "auto",
                  ServerOptions.Tls.Provider.AUTO,
                  "jsse",
                  ServerOptions.Tls.Provider.JSSE)),
          "auto");
  static final Group TLS = Group.of("tls", TLS_LISTEN, CERTIFICATE, PRIVATE_KEY, PROVIDER);

  static final Key<InetSocketAddress> ADMIN_LISTEN = new Key<>("listen", ADDRESS, "127.0.0.1:8081");
  static final Key<Path> TOKEN_FILE = new Key<>("token-file", PATH, null);
  static final Group ADMIN = Group.of("admin", ADMIN_LISTEN, TOKEN_FILE);

  static final Key<Path> DIRECTORY = new Key<>("directory", PATH, null);
  static final Key<ByteSize> MEMORY = new Key<>("memory", SIZE, "256MiB");
  static final Key<ByteSize> DISK = new Key<>("disk", SIZE, "10GiB");
  static final Key<ByteSize> LARGEST_IN_MEMORY = new Key<>("largest-in-memory", SIZE, "64KiB");
  static final Key<Duration> REVERIFY = new Key<>("reverify", DURATION, "24h");
  static final Key<Duration> SCRUB = new Key<>("scrub", DURATION, "14d");
  static final Key<Admission> ADMISSION =
      new Key<>(
          "admission",
          Syntaxes.oneOf(
              "first or second", Map.of("first", Admission.FIRST, "second", Admission.SECOND)),
          "first");
  static final Key<Integer> DICTIONARIES =
      new Key<>("dictionaries", Syntaxes.percent(0, 50), "10%");
  static final Group STORE =
      Group.of(
          "store",
          DIRECTORY,
          MEMORY,
          DISK,
          LARGEST_IN_MEMORY,
          REVERIFY,
          SCRUB,
          ADMISSION,
          DICTIONARIES);

  static final Key<String> ACCESS_LOG = new Key<>("access-log", Syntaxes.LOG_TARGET, "off");
  static final Key<Integer> IO_THREADS = new Key<>("io-threads", Syntaxes.threads(1024), "auto");
  static final Key<Integer> SEND_BUFFER = new Key<>("send-buffer", Syntaxes.SEND_BUFFER, "auto");
  static final Key<Boolean> FAST_PATH = new Key<>("fast-path", Syntaxes.SWITCH, "on");
  static final Key<Duration> WARM_UP = new Key<>("warm-up", DURATION, "2s");

  static final Key<Duration> IDLE = new Key<>("idle", TIMEOUT, "75s");
  static final Key<Duration> HEAD = new Key<>("head", TIMEOUT, "30s");
  static final Key<Duration> STALL = new Key<>("stall", TIMEOUT, "60s");
  static final Group TIMEOUTS = Group.of("timeouts", IDLE, HEAD, STALL);
  static final Key<ByteSize> LARGEST_REQUEST_BODY = new Key<>("largest-request-body", SIZE, "1GiB");

  static final Key<Integer> GZIP_LEVEL = new Key<>("gzip-level", Syntaxes.number(1, 9), "6");
  static final Key<Integer> BROTLI_QUALITY =
      new Key<>("brotli-quality", Syntaxes.number(0, 11), "5");
  static final Key<Integer> CODERS = new Key<>("coders", Syntaxes.threads(1024), "auto");
  static final Key<Integer> BACKGROUND_CPU =
      new Key<>("background-cpu", Syntaxes.percent(0, 6400), "25%");
  static final Group VARIANTS =
      Group.of("variants", GZIP_LEVEL, BROTLI_QUALITY, CODERS, BACKGROUND_CPU);

  static final Key<String> NAME = new Key<>("name", Syntaxes.NAME, "default");
  static final Key<String> HOSTS = new Key<>("hosts", Syntaxes.HOST_NAME, null);
  static final Key<String> ORIGIN = new Key<>("origin", Syntaxes.LOCATION, null);
  static final Key<Duration> ORIGIN_TIMEOUT = new Key<>("origin-timeout", TIMEOUT, "10s");
  static final Key<Integer> ORIGIN_CONNECTIONS =
      new Key<>("origin-connections", Syntaxes.number(1, 65_535), "64");
  static final Key<Boolean> DOTFILES = new Key<>("dotfiles", SWITCH, "off");
  static final Key<Policy> POLICY =
      new Key<>(
          "policy",
          Syntaxes.oneOf(
              "assets or faithful", Map.of("assets", Policy.ASSETS, "faithful", Policy.FAITHFUL)),
          "assets");
  static final Key<Boolean> PRESERVE_HOST =
      new Key<>(
          "host",
          Syntaxes.oneOf(
              "origin (the origin sees its own name) or preserve (it sees the client's)",
              Map.of("origin", false, "preserve", true)),
          "origin");
  static final Key<Duration> LIFETIME = new Key<>("lifetime", DURATION, "24h");
  static final Key<Duration> BROWSER_LIFETIME = new Key<>("browser-lifetime", DURATION, "10m");
  static final Key<Duration> STALE_ON_ERROR = new Key<>("stale-on-error", DURATION, "24h");
  static final Key<String> FINGERPRINTED = new Key<>("fingerprinted", Syntaxes.PATH_GLOB, null);
  static final Key<Boolean> FINGERPRINTS = new Key<>("fingerprints", SWITCH, "on");
  static final Key<String> FINGERPRINTED_QUERY =
      new Key<>("fingerprinted-query", Syntaxes.PARAMETER, null);
  static final Key<Boolean> GUARD = new Key<>("guard", SWITCH, "on");
  static final Key<Boolean> SITE_VARIANTS = new Key<>("variants", SWITCH, "on");
  static final Key<Boolean> DELTAS = new Key<>("deltas", SWITCH, "on");
  static final Key<String> FAMILIES = new Key<>("families", Syntaxes.PATH_GLOB, null);
  static final Key<String> CORS = new Key<>("cors", Syntaxes.ALLOW_ORIGIN, "*");

  static final Key<String> MATCH = new Key<>("match", Syntaxes.PATH_GLOB, null);
  static final Key<Duration> PATH_LIFETIME = new Key<>("lifetime", DURATION, null);
  static final Key<Duration> PATH_BROWSER_LIFETIME = new Key<>("browser-lifetime", DURATION, null);
  static final Key<QueryRule> QUERY =
      new Key<>(
          "query",
          Syntaxes.oneOf("all or ignore", Map.of("all", QueryRule.ALL, "ignore", QueryRule.NONE)),
          "all");
  static final Key<String> QUERY_KEEP = new Key<>("query-keep", Syntaxes.PARAMETERS, null);
  static final Key<String> QUERY_DROP = new Key<>("query-drop", Syntaxes.PARAMETERS, null);
  static final Key<String> FORWARD = new Key<>("forward", Syntaxes.REQUEST_FIELD, null);
  static final Key<String> SET = new Key<>("set", Syntaxes.FIELD_VALUE, null);
  static final Key<String> REMOVE = new Key<>("remove", Syntaxes.RESPONSE_FIELD, null);
  static final Key<Boolean> BYPASS = new Key<>("bypass", SWITCH, "off");
  static final Key<Boolean> PATH_VARIANTS = new Key<>("variants", SWITCH, null);

  static final Group PATHS =
      Group.of(
          "paths",
          MATCH,
          PATH_LIFETIME,
          PATH_BROWSER_LIFETIME,
          QUERY,
          QUERY_KEEP,
          QUERY_DROP,
          FORWARD,
          SET,
          REMOVE,
          BYPASS,
          PATH_VARIANTS);

  /** As {@link #ASSETS_ONLY}, and what a faithful site forwards anyway. */
  static final List<Key<?>> PATHS_ASSETS_ONLY =
      List.of(PATH_LIFETIME, PATH_BROWSER_LIFETIME, FORWARD);

  static final Group SITES =
      new Group(
          "sites",
          List.of(
              NAME,
              HOSTS,
              ORIGIN,
              ORIGIN_TIMEOUT,
              ORIGIN_CONNECTIONS,
              DOTFILES,
              POLICY,
              PRESERVE_HOST,
              LIFETIME,
              BROWSER_LIFETIME,
              STALE_ON_ERROR,
              FINGERPRINTS,
              FINGERPRINTED,
              FINGERPRINTED_QUERY,
              GUARD,
              SITE_VARIANTS,
              DELTAS,
              FAMILIES,
              CORS),
          List.of(PATHS));

  /** The settings that mean something only where lifetimes are given to answers without one. */
  static final List<Key<?>> ASSETS_ONLY =
      List.of(
          LIFETIME,
          BROWSER_LIFETIME,
          STALE_ON_ERROR,
          FINGERPRINTS,
          FINGERPRINTED,
          FINGERPRINTED_QUERY,
          DELTAS,
          FAMILIES);

  static final Group FILE =
      new Group(
          "",
          List.of(
              LISTEN,
              ACCESS_LOG,
              IO_THREADS,
              SEND_BUFFER,
              FAST_PATH,
              WARM_UP,
              LARGEST_REQUEST_BODY),
          List.of(TLS, ADMIN, STORE, TIMEOUTS, VARIANTS, SITES));

  private Schema() {}
}
