package dev.larder;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A rule that cannot fail holds nothing: each is shown classes that break it. */
class HouseRulesCanFailTest {

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("(?:class|record) (\\w+)");

  /** By the name of a rule, the sources of classes that together break it. */
  private static final Map<String, List<String>> WRONG = wrong();

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all compilations: opening the libraries takes most of a small one's time. */
  private static final StandardJavaFileManager LIBRARIES =
      COMPILER.getStandardFileManager(null, null, null);

  private static final Map<String, ArchRule> RULES = HouseRules.all();

  @TempDir Path directory;

  private static Map<String, List<String>> wrong() {
    Map<String, List<String>> wrong = new TreeMap<>();
    arrow(wrong, "http", "exchange.Handler");
    arrow(wrong, "rules", "store.Store");
    arrow(wrong, "exchange", "cache.Outcome");
    arrow(wrong, "store", "rules.ForwardReason");
    arrow(wrong, "variant", "origin.Origin");
    arrow(wrong, "origin", "store.Store");
    arrow(wrong, "cache", "server.ServerOptions");
    arrow(wrong, "server", "cache.Outcome");
    arrow(wrong, "admin", "store.Store");
    wrong.put("arrows of observe", leaning("observe", "config"));
    wrong.put("arrows of config", leaning("config", "cli"));
    wrong.put("arrows of cli", leaning("cli", "cluster"));
    wrong.put("Conscrypt at home", List.of(field("cache", "org.conscrypt.Conscrypt")));
    wrong.put("Undertow at home", List.of(field("cache", "io.undertow.Undertow")));
    wrong.put(
        "Caffeine at home",
        List.of(field("store.disk", "com.github.benmanes.caffeine.cache.Cache<String, String>")));
    wrong.put(
        "Commons Compress at home",
        List.of(field("cache", "org.apache.commons.compress.archivers.ArchiveEntry")));
    wrong.put(
        "Brotli4j at home",
        List.of(field("store", "com.aayushatharva.brotli4j.encoder.Encoder.Mode")));
    wrong.put("HttpClient at home", List.of(field("cli", "org.apache.hc.core5.http.HttpHost")));
    wrong.put(
        "Micrometer at home",
        List.of(field("admin", "io.micrometer.core.instrument.MeterRegistry")));
    wrong.put("Jackson at home", List.of(field("observe", "tools.jackson.databind.JsonNode")));
    wrong.put("picocli at home", List.of(field("config", "picocli.CommandLine")));
    wrong.put("logback at home", List.of(field("server", "ch.qos.logback.classic.Logger")));
    wrong.put("every package in the table", List.of(field("misc", "String")));
    wrong.put("no cycles", cycle("variant", "origin"));
    wrong.put("tiers apart", leaning("store.memory", "store.disk"));
    wrong.put("config reads options only", List.of(field("config", "dev.larder.exchange.Handler")));
    wrong.put("rules are pure", List.of(body("rules", "java.nio.file.Path.of(\"x\")")));
    wrong.put("http is quiet", List.of(field("http", "org.slf4j.Logger")));
    wrong.put("clocks in cli", List.of(body("store", "java.time.Instant.now()")));
    wrong.put("no sleeping", List.of(body("cli", "sleep()", "Thread.sleep(1)")));
    wrong.put("standard output in cli", List.of(body("store", "System.out")));
    return wrong;
  }

  @Test
  void everyRuleIsShownAClassThatBreaksIt() {
    assertEquals(new TreeMap<>(RULES).keySet(), WRONG.keySet());
  }

  @TestFactory
  Stream<DynamicTest> everyRuleFailsOnAClassThatBreaksIt() {
    return WRONG.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> fails(entry.getKey())));
  }

  @TestFactory
  Stream<DynamicTest> theOtherClocksAreSeenToo() {
    return Stream.of(
            "System.currentTimeMillis()",
            "java.time.Clock.systemUTC()",
            "java.time.InstantSource.system()",
            "java.time.ZonedDateTime.now()",
            "new java.util.Date()",
            "(java.util.function.Supplier<java.time.Instant>) java.time.Instant::now")
        .map(clock ->
            DynamicTest.dynamicTest(
                clock, () -> assertTrue(breaks("clocks in cli", body("store", clock)))));
  }

  @TestFactory
  Stream<DynamicTest> theOtherImpuritiesAreSeenToo() {
    return Stream.of(
            "System.nanoTime()",
            "java.time.Instant.now()",
            "Thread.currentThread()",
            "new java.util.concurrent.ConcurrentHashMap<String, String>()",
            "java.net.InetAddress.getLoopbackAddress()",
            "org.slf4j.LoggerFactory.getLogger(\"x\")")
        .map(impurity ->
            DynamicTest.dynamicTest(
                impurity, () -> assertTrue(breaks("rules are pure", body("rules", impurity)))));
  }

  @Test
  void aPureRuleIsNotFoundFault() throws IOException {
    assertFalse(breaks("rules are pure", body("rules", "java.net.URI.create(\"http://a/\")")));
    assertFalse(breaks("clocks in cli", body("store", "System.nanoTime()")));
  }

  private void fails(String rule) throws IOException {
    String[] sources = WRONG.getOrDefault(rule, List.of()).toArray(String[]::new);
    assertTrue(breaks(rule, sources), () -> rule + " does not mind " + List.of(sources));
  }

  private boolean breaks(String rule, String... sources) throws IOException {
    Path classes = Files.createTempDirectory(directory, "wrong");
    compile(classes, sources);
    ArchRule broken = requireNonNull(RULES.get(rule));
    return withoutLibraries(
        () -> broken.evaluate(new ClassFileImporter().importPath(classes)).hasViolation());
  }

  /** A rule sees by its name what a class leans on; reading half of the JDK for it takes long. */
  private static boolean withoutLibraries(BooleanSupplier check) {
    return ArchConfiguration.withThreadLocalScope(configuration -> {
      configuration.setResolveMissingDependenciesFromClassPath(false);
      return check.getAsBoolean();
    });
  }

  private static void compile(Path into, String... sources) throws IOException {
    List<JavaFileObject> files = new ArrayList<>();
    for (String source : sources) {
      files.add(new Source(source));
    }
    LIBRARIES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(into));
    StringWriter said = new StringWriter();
    List<String> options = List.of("-proc:none");
    assertTrue(
        COMPILER.getTask(said, LIBRARIES, null, options, null, files).call(), said::toString);
  }

  private static void arrow(Map<String, List<String>> wrong, String from, String to) {
    wrong.put("arrows of " + from, List.of(field(from, "dev.larder." + to)));
  }

  /** A class of one package that has a field of another's, both made up here. */
  private static List<String> leaning(String from, String to) {
    return List.of(
        "package dev.larder." + from + "; class Leaning { dev.larder." + to + ".Leaned to; }",
        "package dev.larder." + to + "; public class Leaned {}");
  }

  private static List<String> cycle(String one, String other) {
    return List.of(
        "package dev.larder." + one + "; public class Here { dev.larder." + other + ".There x; }",
        "package dev.larder." + other + "; public class There { dev.larder." + one + ".Here x; }");
  }

  private static String field(String in, String type) {
    return "package dev.larder." + in + "; class Wrong { " + type + " field; }";
  }

  private static String body(String in, String expression) {
    return "package dev.larder."
        + in
        + "; class Wrong { Object it() { return "
        + expression
        + "; } }";
  }

  private static String body(String in, String method, String statement) {
    return "package dev.larder."
        + in
        + "; class Wrong { void "
        + method
        + " throws Exception { "
        + statement
        + "; } }";
  }

  /** A source file that exists in memory only. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///" + path(text) + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    private static String path(String text) {
      return found(PACKAGE, text).replace('.', '/') + "/" + found(TYPE, text);
    }

    private static String found(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      assertTrue(matcher.find(), text);
      return matcher.group(1);
    }
  }
}
