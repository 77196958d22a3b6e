package dev.larder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigProblemsTest {

  private static final String SITE = "sites:\n  - origin: http://o\n";

  /** A file that has mistakes, and all that is said of it. */
  record Case(String text, List<String> said) {

    Case(String text, String... said) {
      this(text, List.of(said));
    }
  }

  static Stream<Case> cases() {
    return Stream.of(values(), sites(), paths(), notYaml()).flatMap(List::stream);
  }

  private static List<Case> values() {
    return List.of(
        new Case(
            "lisen: :80\n" + SITE,
            "f:1: `lisen` is not a key, did you mean `listen`? The keys here are: access-log,"
                + " admin, fast-path, io-threads, largest-request-body, listen, send-buffer, sites,"
                + " store, timeouts, tls, variants, warm-up"),
        new Case(
            SITE + "admin:\n  port: 1\n",
            "f:4: `port` is not a key. The keys in `admin` are: listen, token-file"),
        new Case(
            SITE + "store: {memory: 12 apples}\n",
            "f:3: `memory` is `12 apples`, but takes a size such as 512MiB, 10GB or 64k"),
        new Case(
            SITE + "timeouts:\n  idle: 0s\n  head: 10\n",
            "f:4: `idle` is `0s`, but takes a duration above zero such as 500ms, 3s or 10m",
            "f:5: `head` is `10`, but takes a duration above zero such as 500ms, 3s or 10m"),
        new Case(
            SITE + "listen: 8080\n",
            "f:3: `listen` is `8080`, but takes an address of this machine and a port, such as"
                + " 127.0.0.1:8080, \"[::1]:8080\" or :8080"),
        new Case(
            SITE + "io-threads: [1, 2]\n",
            "f:3: `io-threads` is a list, but takes auto, or a whole number from 1 to 1024"),
        new Case(
            SITE + "send-buffer: 4k\n",
            "f:3: `send-buffer` is `4k`, but takes auto, or a size from 16KiB to 1GiB such as 256KiB"),
        new Case(
            SITE + "store: big\n",
            "f:3: `store` is `big`, but takes a group of keys: admission, dictionaries, directory, disk,"
                + " largest-in-memory, memory, reverify, scrub"),
        new Case(SITE + "listen: :80\nlisten: :81\n", "f:4: `listen` is already set in line 3"));
  }

  private static Case rules(String yaml, String... said) {
    return new Case(SITE + "    paths:\n" + yaml.indent(6), said);
  }

  private static List<Case> paths() {
    return List.of(
        rules(
            "- lifetime: 1h\n- match: []\n- match: a.js\n",
            "f:4: `match` is missing: it takes a pattern over the path, such as \"/assets/**\" or"
                + " \"**/*.min.js\", with `*` for any sign but `/`, and `**` for any sign",
            "f:5: `match` names no path",
            "f:6: `match` is `a.js`, but takes a pattern over the path, such as \"/assets/**\" or"
                + " \"**/*.min.js\", with `*` for any sign but `/`, and `**` for any sign"),
        rules(
            "- match: /a/**\n- match: [/b, /a/b/*]\n  query: ignore\n",
            "f:5: `/a/b/*` can never match: what comes before it matches all such paths"),
        rules(
            "- match: [/%7ea/*, /%2f%2a, /ü/*, \"**/../*.js\"]\n",
            "f:4: `/%7ea/*` can never match: paths have the form of `/~a/*`",
            "f:4: `/%2f%2a` can never match: paths have the form of `/%2F%2A`",
            "f:4: `/ü/*` can never match: paths have the form of `/%C3%BC/*`",
            "f:4: `**/../*.js` can never match: paths have the form of `*.js`"),
        rules(
            "- match: /a\n  query-keep: v\n  query-drop: w\n",
            "f:6: `query-drop` is one way to say which parameters count, and `query-keep` another:"
                + " keep one of them"),
        rules(
            "- match: /a\n  bypass: on\n  lifetime: 1h\n",
            "f:6: `lifetime` says nothing beside `bypass: on`, which stores nothing"),
        rules(
            "- match: /a\n  forward: [Range, X-Ok]\n",
            "f:5: `forward` is `Range`, but takes the name of a request field, such as X-Tenant; not"
                + " one of those that frame, negotiate or validate, which are the node's own"),
        rules(
            "- match: /a\n  set:\n    ETag: x\n    X-A:\n    X-B: [1]\n  remove: via\n",
            "f:6: `ETag` in `set` is not the name of a response field, such as X-Robots-Tag; not one"
                + " of those that frame or describe the message, which are the node's own",
            "f:7: `X-A` has no value: it takes the value of a field: visible ASCII characters and"
                + " spaces",
            "f:8: `set` is a list, but takes the value of a field: visible ASCII characters and"
                + " spaces",
            "f:9: `remove` is `via`, but takes the name of a response field, such as X-Robots-Tag;"
                + " not one of those that frame or describe the message, which are the node's own"),
        rules(
            "- match: /a\n  set: x\n  remove: [X-A]\n- match: /b\n  set: {x-a: b}\n  remove: X-A\n",
            "f:5: `set` is `x`, but takes a group of keys",
            "f:9: `X-A` is in `set` too, which takes the place of what the origin sent"),
        new Case(
            SITE + "    policy: faithful\n    paths: [{match: /a, forward: X-A, lifetime: 1h}]\n",
            "f:4: `lifetime` is for `policy: assets`; a faithful site keeps what the origin says",
            "f:4: `forward` is for `policy: assets`; a faithful site keeps what the origin says"),
        new Case(
            SITE + "    fingerprinted: /a%41\n",
            "f:3: `/a%41` can never match: paths have the form of `/aA`"));
  }

  private static List<Case> sites() {
    return List.of(
        new Case("listen: :80\n", "f: `sites` is missing: a node needs at least one site"),
        new Case("", "f: `sites` is missing: a node needs at least one site"),
        new Case("sites: []\n", "f: `sites` is missing: a node needs at least one site"),
        new Case(
            "sites:\n  - name: a\n",
            "f:2: `origin` is missing: it takes a URL such as https://assets.example.org, without"
                + " user, query or fragment, or the path of a directory"),
        new Case(
            "sites:\n  - {name: a, hosts: a.b, origin: /x}\n  - {name: c, hosts: [c, A.b], origin:"
                + " /x}\n",
            "f:3: the host `a.b` is listed already, in line 2"),
        new Case(
            "sites:\n  - {name: a, hosts: a, origin: /x}\n  - {name: a, hosts: b, origin: /x}\n",
            "f:3: another site has the name `a` already, in line 2"),
        new Case(
            "sites:\n  - {name: a, hosts: a, origin: /x}\n  - {name: b, origin: /x}\n",
            "f:3: `hosts` is missing: of several sites each needs its own"),
        new Case(
            "sites:\n  - origin: http://o\n    host: preserve\n",
            "f:3: `host: preserve` needs a list of `hosts`, or any client could fill the store"
                + " under names of its own"),
        new Case(
            "sites:\n  - origin: http://o\n    policy: faithful\n    lifetime: 1h\n",
            "f:4: `lifetime` is for `policy: assets`; a faithful site keeps what the origin says"),
        new Case(
            "sites:\n  - origin: ftp://o\n",
            "f:2: `origin` is `ftp://o`, but takes a URL such as https://assets.example.org,"
                + " without user, query or fragment, or the path of a directory"),
        new Case(
            "sites:\n  - origin: http://o\n    policy: asset\n    hosts: [a:80]\n",
            "f:3: `policy` is `asset`, but takes assets or faithful",
            "f:4: `hosts` is `a:80`, but takes a host name without port, such as"
                + " cdn.example.org"),
        new Case(
            SITE + "tls:\n  listen: :8443\n",
            "f:3: `certificate` is missing: it takes the path of a file or directory",
            "f:3: `key` is missing: it takes the path of a file or directory"));
  }

  private static List<Case> notYaml() {
    return List.of(
        new Case(SITE + "store:\n\tdisk: 0\n", "f:4: a tab indents this line: YAML wants spaces"),
        new Case(
            SITE + "listen: [::1]:80\n",
            "f:3: this is not YAML: put a value that begins with a sign, such as \"[::1]:8080\" or"
                + " \"*\", in quotes"),
        new Case(SITE + "listen: 'x\n", "f:4: this is not YAML: found unexpected end of stream"),
        new Case(
            SITE + "---\nlisten: :80\n",
            "f:4: a second document begins here: one file is one document"),
        new Case(
            "- a\n",
            "f:1: a configuration is a group of keys, such as `sites:`, at the left margin"),
        new Case(
            SITE + "    cors: *all\n",
            "f:3: `*` begins a YAML alias, which is not used here: put such a value in quotes",
            "f:3: `cors` is `all`, but takes \"*\", off, or one origin such as"
                + " https://www.example.org"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyMistakeIsToldWithItsLine(Case bad) {
    Reading reading = reader().read("f", bad.text(), List.of());
    assertEquals(bad.said(), said(reading));
  }

  @Test
  void aFileThatIsNotThereIsASentence() {
    assertEquals(
        List.of("nowhere.yaml: there is no such file"),
        said(reader().read(Path.of("nowhere.yaml"), List.of())));
  }

  @Test
  void aBadFlagIsNamed() {
    List<Flag> flags =
        List.of(
            new Flag("--origin", "sites.origin", "http://o"),
            new Flag("--memory", "store.memory", "lots"));
    assertEquals(
        List.of("--memory: `memory` is `lots`, but takes a size such as 512MiB, 10GB or 64k"),
        said(reader().read(null, flags)));
  }

  @Test
  void oneOriginCannotBeMeantForSeveralSites() {
    String text = "sites:\n  - {hosts: a, origin: /x}\n  - {hosts: b, origin: /x}\n";
    assertEquals(
        List.of("--origin: the file has 2 sites, and each names its own `origin` there"),
        said(reader().read("f", text, List.of(new Flag("--origin", "sites.origin", "/y")))));
  }

  @Test
  void aCheckLooksForFilesToo() {
    String text =
        "tls:\n  listen: :1\n  certificate: none.pem\n  key: none.key\nsites:\n  - origin: none\n";
    Reading reading =
        ConfigReader.forCheck(new StoreDirectory(Map.of(), Path.of("home")))
            .read("f", text, List.of());
    assertEquals(
        List.of(
            "f:3: none.pem is not a file that can be read",
            "f:4: none.key is not a file that can be read",
            "f:6: the origin none is not a directory"),
        said(reading));
  }

  private static ConfigReader reader() {
    return ConfigReader.forStart(new StoreDirectory(Map.of(), Path.of("home")));
  }

  private static List<String> said(Reading reading) {
    return switch (reading) {
      case Reading.Bad bad -> bad.problems().stream().map(ConfigProblem::toString).toList();
      case Reading.Good good -> fail("nothing was found wrong: " + good);
    };
  }
}
