package dev.larder.cli;

import dev.larder.http.Fields;
import dev.larder.store.disk.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;

/** Everything about one stored response, in lines for people. */
final class StoredPortrait {
  private static final Set<String> SECRETS = Set.of("authorization", "cookie");

  private final StringBuilder text = new StringBuilder();

  private StoredPortrait() {}

  /**
   * Portrays one.
   *
   * @param state of its content, in a word or a clause
   */
  static String of(StoredFile stored, String state, Instant now) {
    StoredPortrait portrait = new StoredPortrait();
    portrait.text.append(StoredWords.name(stored)).append('\n');
    portrait.content(stored, state);
    portrait.past(stored, now);
    portrait.fact("file", Visible.text(stored.path()));
    portrait.fields("fields", stored.head().fields());
    portrait.fields("selected by", stored.head().nominated());
    return portrait.text.toString();
  }

  private void content(StoredFile stored, String state) {
    fact("status", StoredWords.status(stored));
    fact("content", Amounts.count(stored.length(), "byte") + ", " + state);
    if (!stored.head().digest().isEmpty()) {
      fact("SHA-256", Visible.text(stored.head().digest()));
    }
    fact("on disk", Amounts.count(stored.bytes(), "byte"));
  }

  private void past(StoredFile stored, Instant now) {
    Instant confirmed = stored.head().responseTime();
    String when =
        confirmed.truncatedTo(ChronoUnit.SECONDS)
            + ", "
            + Amounts.time(Duration.between(confirmed, now))
            + " ago";
    long validations = stored.validations();
    if (validations == 0) {
      fact("received", when);
    } else {
      fact("validated", when + " (" + Amounts.count(validations, "time") + " since received)");
    }
    fact("generation", Long.toHexString(stored.generation()));
    fact("epochs", "asked for at " + stored.epoch() + ", confirmed at " + stored.validatedEpoch());
  }

  private void fact(String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-10s  %s\n", name, value));
  }

  private void fields(String title, Fields fields) {
    if (!fields.isEmpty()) {
      text.append("  ").append(title).append('\n');
      for (Fields.Field field : fields) {
        String value =
            SECRETS.contains(field.name().toLowerCase(Locale.ROOT))
                ? "(not shown)"
                : Visible.text(field.value());
        text.append("    ").append(Visible.text(field.name())).append(": ");
        text.append(value).append('\n');
      }
    }
  }
}
