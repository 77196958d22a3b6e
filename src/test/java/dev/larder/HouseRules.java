package dev.larder;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the packages may lean on one another and on libraries, as rules by name.
 *
 * <p>{@link HouseTest} holds the node to them; {@link HouseRulesCanFailTest} shows of each that it
 * can fail.
 */
final class HouseRules {

  private static final String BASE = "dev.larder";

  /** Which of our packages each of our packages may import, beside itself. */
  static final Map<String, Set<String>> ARROWS = arrows();

  /** The libraries, each with the only packages that may know it. */
  static final Map<String, Library> LIBRARIES =
      Map.of(
          "Conscrypt", new Library(Set.of("org.conscrypt.."), Set.of("server")),
          "Undertow", new Library(Set.of("io.undertow..", "org.xnio.."), Set.of("server")),
          "Caffeine",
              new Library(
                  Set.of("com.github.benmanes.caffeine.."), Set.of("store.memory", "cache")),
          "Commons Compress",
              new Library(Set.of("org.apache.commons.compress.."), Set.of("variant")),
          "Brotli4j", new Library(Set.of("com.aayushatharva.brotli4j.."), Set.of("variant")),
          "HttpClient", new Library(Set.of("org.apache.hc.."), Set.of("origin")),
          "Micrometer",
              new Library(Set.of("io.micrometer..", "io.prometheus.."), Set.of("observe")),
          "Jackson",
              new Library(
                  Set.of("tools.jackson..", "com.fasterxml.jackson..", "org.snakeyaml.."),
                  Set.of("config", "admin")),
          "picocli", new Library(Set.of("picocli.."), Set.of("cli")),
          "logback",
              new Library(Set.of("ch.qos.logback..", "co.elastic.."), Set.of("observe", "cli")));

  /**
   * A library.
   *
   * @param packages of the library, in ArchUnit's notation
   * @param homes our packages, below the base package, that may know it
   */
  record Library(Set<String> packages, Set<String> homes) {}

  private HouseRules() {}

  static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    ARROWS.forEach((name, imports) -> rules.put("arrows of " + name, arrowsOf(name, imports)));
    LIBRARIES.forEach((name, library) -> rules.put(name + " at home", atHome(library)));
    rules.put("every package in the table", everyPackageIsInTheTable());
    rules.put("no cycles", noCycles());
    rules.put("tiers apart", tiersApart());
    rules.put("config reads options only", configReadsOptionsOnly());
    rules.put("rules are pure", rulesArePure());
    rules.put("http is quiet", httpIsQuiet());
    rules.put("clocks in cli", clocksInCli());
    rules.put("no sleeping", noSleeping());
    rules.put("standard output in cli", standardOutputInCli());
    return rules;
  }

  private static Map<String, Set<String>> arrows() {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    arrows.put("http", Set.of());
    arrows.put("rules", Set.of("http"));
    arrows.put("exchange", Set.of("http"));
    arrows.put("store", Set.of("exchange", "http"));
    arrows.put("variant", Set.of("exchange", "http"));
    arrows.put("origin", Set.of("exchange", "http"));
    arrows.put("cache", Set.of("rules", "store", "variant", "origin", "exchange", "http"));
    arrows.put("server", Set.of("exchange", "http"));
    arrows.put("admin", Set.of("cache", "rules", "exchange", "http"));
    Set<String> parts =
        Set.of(
            "admin", "cache", "server", "rules", "store", "variant", "origin", "exchange", "http");
    arrows.put("observe", parts);
    Set<String> configured = with(parts, "observe");
    arrows.put("config", configured);
    arrows.put("cli", with(configured, "config"));
    return arrows;
  }

  private static Set<String> with(Set<String> names, String another) {
    return Stream.concat(names.stream(), Stream.of(another))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static ArchRule arrowsOf(String name, Set<String> imports) {
    String[] allowed =
        Stream.concat(Stream.of(name), imports.stream())
            .map(HouseRules::below)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(below(name))
        .should()
        .dependOnClassesThat(ours().and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true);
  }

  private static ArchRule atHome(Library library) {
    String[] homes = library.homes().stream().map(HouseRules::below).toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library.packages().toArray(String[]::new));
  }

  private static ArchRule everyPackageIsInTheTable() {
    String[] known = ARROWS.keySet().stream().map(HouseRules::below).toArray(String[]::new);
    return classes().should().resideInAnyPackage(known);
  }

  private static ArchRule noCycles() {
    return slices().matching(BASE + ".(*)..").should().beFreeOfCycles();
  }

  /** The tiers of the store meet only in the package above them. */
  private static ArchRule tiersApart() {
    return slices()
        .matching(BASE + ".store.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true);
  }

  /**
   * Of other packages the configuration sees records of options and what those are made of, and the
   * rules, which know what may be set.
   */
  private static ArchRule configReadsOptionsOnly() {
    DescribedPredicate<JavaClass> options =
        describe("options", type -> outermost(type).getSimpleName().endsWith("Options"));
    DescribedPredicate<JavaClass> partOfOptions =
        describe(
            "part of options",
            type ->
                type.getDirectDependenciesToSelf().stream()
                    .anyMatch(use ->
                        use.getOriginClass().isRecord() && options.test(use.getOriginClass())));
    return noClasses()
        .that()
        .resideInAPackage(below("config"))
        .should()
        .dependOnClassesThat(
            ours()
                .and(not(resideInAPackage(below("config"))))
                .and(not(resideInAPackage(below("rules"))))
                .and(not(options))
                .and(not(partOfOptions)))
        .allowEmptyShould(true);
  }

  /** No input or output, no threads, no logger, no clock; a URI is a value and does no harm. */
  private static ArchRule rulesArePure() {
    DescribedPredicate<JavaClass> impure =
        resideInAnyPackage(
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..",
                "java.util.concurrent..",
                "java.util.logging..",
                "org.slf4j..")
            .and(
                not(
                    describe(
                        "URIs",
                        type ->
                            type.isEquivalentTo(URI.class)
                                || type.isEquivalentTo(URISyntaxException.class))))
            .or(oneOf(Clock.class, InstantSource.class, Thread.class, System.Logger.class));
    return noClasses()
        .that()
        .resideInAPackage(below("rules"))
        .should()
        .dependOnClassesThat(impure)
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould(askTheTime());
  }

  private static ArchRule httpIsQuiet() {
    return noClasses()
        .that()
        .resideInAnyPackage(below("http"), below("exchange"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.nio.file..", "java.net..");
  }

  /** Elsewhere the time comes as an argument or from an injected clock. */
  private static ArchRule clocksInCli() {
    return noClasses().that().resideOutsideOfPackage(below("cli")).should(askTheTime());
  }

  private static ArchRule noSleeping() {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "Thread.sleep is called",
                access -> ownedBy(access, Thread.class) && access.getName().equals("sleep")));
  }

  private static ArchRule standardOutputInCli() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(below("cli"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace");
  }

  private static ArchCondition<JavaClass> askTheTime() {
    return ArchConditions.accessTargetWhere(describe("a clock is asked", HouseRules::asksAClock));
  }

  private static boolean asksAClock(JavaAccess<?> access) {
    String name = access.getName();
    boolean noArguments = access.getTarget().getFullName().endsWith("()");
    return (access.getTargetOwner().getPackageName().equals("java.time") && name.equals("now"))
        || (ownedBy(access, Clock.class) && (name.startsWith("system") || name.startsWith("tick")))
        || (ownedBy(access, InstantSource.class) && name.equals("system"))
        || (ownedBy(access, System.class) && name.equals("currentTimeMillis"))
        || (ownedBy(access, Date.class) && name.equals("<init>") && noArguments);
  }

  private static boolean ownedBy(JavaAccess<?> access, Class<?> owner) {
    return access.getTargetOwner().isEquivalentTo(owner);
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAPackage(BASE + "..");
  }

  private static DescribedPredicate<JavaClass> oneOf(Class<?>... types) {
    Set<String> names = Stream.of(types).map(Class::getName).collect(Collectors.toSet());
    return describe("one of " + names, type -> names.contains(type.getName()));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRules::outermost).orElse(type);
  }

  private static String below(String name) {
    return BASE + "." + name + "..";
  }
}
