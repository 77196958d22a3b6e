import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.larder.testing.Decoded;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a benchmark asks about bodies, by the codings' own libraries. Each line of standard input is a
 * question, its words apart by tabs, and each line of standard output the answer to the next one:
 *
 * <pre>
 * sha256 CODING FILE              the SHA-256 of a body's identity
 * sha256 dcb FILE DICTIONARY      the same of a body coded against a dictionary
 * brotli-11 FILE                  how many bytes brotli makes of an identity at best
 * </pre>
 *
 * A body that cannot be decoded is answered by a sentence.
 */
public final class WireBodies {
  /** Brotli at its best, within the window that it takes when nothing is said. */
  private static final Encoder.Parameters BEST = Encoder.Parameters.create(11, 22);

  private WireBodies() {}

  public static void main(String[] none) throws Exception {
    Brotli4jLoader.ensureAvailability();
    List<String> questions;
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      questions = in.lines().toList();
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
      List<Future<String>> answers = new ArrayList<>();
      for (String question : questions) {
        answers.add(threads.submit(() -> answer(question.split("\t", -1))));
      }
      for (Future<String> answer : answers) {
        System.out.println(answer.get());
      }
    }
  }

  private static String answer(String[] words) {
    try {
      return switch (words[0]) {
        case "sha256" -> sha256(words);
        case "brotli-11" ->
            String.valueOf(Encoder.compress(Files.readAllBytes(Path.of(words[1])), BEST).length);
        default -> "no question: " + words[0];
      };
    } catch (Exception undecodable) {
      return String.valueOf(undecodable);
    }
  }

  private static String sha256(String[] words) throws Exception {
    byte[] body = Files.readAllBytes(Path.of(words[2]));
    byte[] identity =
        words[1].equals("dcb")
            ? Decoded.against(Files.readAllBytes(Path.of(words[3])), body)
            : Decoded.of(words[1], body);
    return HexFormat.of().formatHex(Decoded.sha256(identity));
  }
}
