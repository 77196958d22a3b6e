package dev.larder.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus's text format, read again. */
record Scrape(SortedMap<String, Family> families) {
  private static final Pattern META = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("([a-z_A-Z0-9]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_A-Z0-9]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One metric. */
  record Family(String help, String type, List<Sample> samples) {}

  /** One line. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static Scrape of(String text) {
    SortedMap<String, Family> families = new TreeMap<>();
    Map<String, String> help = new TreeMap<>();
    Family current = null;
    for (String line : text.lines().toList()) {
      Matcher meta = META.matcher(line);
      if (meta.matches()) {
        if (meta.group(1).equals("HELP")) {
          help.put(meta.group(2), meta.group(3));
        } else {
          current =
              new Family(help.getOrDefault(meta.group(2), ""), meta.group(3), new ArrayList<>());
          families.put(meta.group(2), current);
        }
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      if (!sample.matches() || current == null) {
        throw new AssertionError("not understood: " + line);
      }
      current.samples().add(sample(sample));
    }
    return new Scrape(families);
  }

  private static Sample sample(Matcher line) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    String value = line.group(3).replace("+Inf", "Infinity");
    return new Sample(line.group(1), labels, Double.parseDouble(value));
  }

  /** The value of a line with these labels, which alternate with their values. */
  double value(String name, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return families.values().stream()
        .flatMap(family -> family.samples().stream())
        .filter(sample -> sample.name().equals(name) && sample.labels().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + wanted + " in " + families))
        .value();
  }
}
