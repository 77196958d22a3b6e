package dev.larder.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Manual, alerts and dashboard name what there is, and the manual names all of it. */
class DocumentedMetricsTest {

  private static final Path MANUAL = Path.of("docs/operations.md");
  private static final Path ALERTS = Path.of("conf/alerts.yaml");
  private static final Path DASHBOARD = Path.of("conf/grafana-dashboard.json");
  private static final Pattern NAME = Pattern.compile("\\blarder_[a-z_]+");
  private static final Pattern SELECTOR = Pattern.compile("\\b(larder_[a-z_]+)(?:\\{([^}]*)})?");
  private static final Pattern MATCHED = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");

  /** Labels that Prometheus gives to whatever it scrapes. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

  @Test
  void manualListsEveryMetricAndNoOther() throws IOException {
    List<String> declared = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      String labels =
          metric.labels().stream()
              .map(label -> "`" + label + "`")
              .collect(Collectors.joining(", "));
      declared.add(row("`" + metric.text() + "`", metric.kind(), labels, metric.sentence()));
    }
    assertEquals(String.join("\n", declared), String.join("\n", rows("metric")));
  }

  @Test
  void manualExplainsEveryLabel() throws IOException {
    Set<String> used =
        Arrays.stream(Metric.values())
            .flatMap(metric -> metric.labels().stream())
            .map(label -> "`" + label + "`")
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> explained =
        rows("label").stream()
            .map(row -> row.substring(2, row.indexOf(" |")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(used, explained);
  }

  @Test
  void manualExplainsEveryOutcome() throws IOException {
    String row =
        rows("label").stream()
            .filter(line -> line.startsWith("| `outcome`"))
            .findFirst()
            .orElse("");
    for (OutcomeWord outcome : OutcomeWord.values()) {
      assertTrue(row.contains("`" + outcome.token() + "`"), outcome::token);
    }
  }

  @Test
  void manualListsEveryFieldOfTheLogAndNoOther() throws IOException {
    List<String> declared = new ArrayList<>();
    for (LogField field : LogField.values()) {
      declared.add(row("`" + field.text() + "`", field.meaning()));
    }
    List<String> listed =
        rows("field").stream()
            .filter(line -> !line.matches("\\| `(urls|prefixes|all|mode)` .*"))
            .toList();
    assertEquals(String.join("\n", declared), String.join("\n", listed));
  }

  @Test
  void proseOfTheManualNamesRealMetrics() throws IOException {
    assertEquals(Set.of(), unknownIn(Files.readString(MANUAL)));
  }

  @Test
  void alertsAreRulesOverRealMetrics() throws IOException {
    JsonNode rules = new YAMLMapper().readTree(ALERTS.toFile()).at("/groups/0/rules");
    assertTrue(rules.size() >= 7, rules::toString);
    for (JsonNode rule : rules) {
      assertFalse(rule.path("alert").asString("").isEmpty(), rule::toString);
      assertFalse(rule.at("/annotations/summary").asString("").isEmpty(), rule::toString);
      assertFalse(rule.at("/labels/severity").asString("").isEmpty(), rule::toString);
      assertSelectsWhatThereIs(rule.path("expr").asString(""));
    }
    assertEquals(Set.of(), unknownIn(Files.readString(ALERTS)));
  }

  @Test
  void dashboardShowsRealMetrics() throws IOException {
    JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels");
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : panels) {
      assertTrue(ids.add(panel.get("id").asInt()), panel::toString);
      assertTrue(panel.get("targets").size() > 0, panel::toString);
      for (JsonNode target : panel.get("targets")) {
        assertSelectsWhatThereIs(target.get("expr").asString());
      }
    }
    assertEquals(Set.of(), unknownIn(Files.readString(DASHBOARD)));
  }

  /** Brackets pair, and each metric is asked for labels that it has. */
  private static void assertSelectsWhatThereIs(String expression) {
    assertEquals(
        expression.chars().filter(c -> c == '(').count(),
        expression.chars().filter(c -> c == ')').count(),
        expression);
    assertFalse(expression.isBlank());
    for (MatchResult selector : SELECTOR.matcher(expression).results().toList()) {
      Metric metric = metricOf(selector.group(1));
      Set<String> labels = new TreeSet<>(metric.labels());
      labels.addAll(OF_THE_SCRAPE);
      String matchers = selector.group(2) == null ? "" : selector.group(2);
      for (MatchResult matcher : MATCHED.matcher(matchers).results().toList()) {
        assertTrue(labels.contains(matcher.group(1)), expression);
      }
    }
  }

  private static Set<String> unknownIn(String text) {
    Set<String> known =
        Arrays.stream(Metric.values()).map(Metric::text).collect(Collectors.toSet());
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(name -> !known.contains(family(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Metric metricOf(String name) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.text().equals(family(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + name));
  }

  /** Histograms are asked for by parts. */
  private static String family(String name) {
    for (Metric metric : Metric.values()) {
      if (metric.kind() == Metric.Kind.HISTOGRAM && name.startsWith(metric.text() + '_')) {
        String part = name.substring(metric.text().length());
        return part.matches("_(bucket|count|sum)") ? metric.text() : name;
      }
    }
    return name;
  }

  /** The rows of the manual's tables whose first column has this title. */
  private static List<String> rows(String title) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(MANUAL)) {
      boolean header = line.toLowerCase(Locale.ROOT).startsWith("| " + title + " |");
      inside = header || (inside && line.startsWith("|"));
      if (inside && !header && !line.startsWith("|--")) {
        rows.add(line);
      }
    }
    assertFalse(rows.isEmpty(), title);
    return rows;
  }

  private static String row(Object... cells) {
    return Arrays.stream(cells)
        .map(Object::toString)
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
