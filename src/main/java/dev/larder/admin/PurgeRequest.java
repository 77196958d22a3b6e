package dev.larder.admin;

import dev.larder.cache.PurgeOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** What {@code POST /v1/purge} was sent. Strict: a purge that was misread cannot be taken back. */
sealed interface PurgeRequest {

  /** An order. Whether its URLs name anything is for others to say. */
  record Understood(PurgeOrder order) implements PurgeRequest {}

  /** No order, and why. */
  record Wrong(String sentence) implements PurgeRequest {}

  /** Reads {@code {"urls":[…],"prefixes":[…],"all":true,"mode":"remove"|"expire"}}. */
  static PurgeRequest parse(byte[] json) {
    try {
      return new Understood(Reader.read(json));
    } catch (MismatchedInputException more) {
      return new Wrong("Something follows the JSON object.");
    } catch (JacksonException notJson) {
      return new Wrong("The content is not JSON: " + notJson.getOriginalMessage() + ".");
    } catch (Reader.WrongException wrong) {
      return new Wrong(wrong.getMessage());
    }
  }

  /** Reads, and throws a sentence at what is wrong. */
  final class Reader {
    private static final Set<String> KNOWN = Set.of("urls", "prefixes", "all", "mode");

    private static final JsonMapper JSON =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Reader() {}

    private static PurgeOrder read(byte[] json) throws WrongException {
      JsonNode root = JSON.readTree(json);
      if (!root.isObject()) {
        throw new WrongException("The content is not a JSON object.");
      }
      for (Map.Entry<String, JsonNode> member : root.properties()) {
        if (!KNOWN.contains(member.getKey())) {
          throw new WrongException(
              "\"" + member.getKey() + "\" is not known here; urls, prefixes, all and mode are.");
        }
      }
      PurgeOrder order =
          new PurgeOrder(texts(root, "urls"), texts(root, "prefixes"), all(root), expire(root));
      if (order.urls().isEmpty() && order.prefixes().isEmpty() && !order.all()) {
        throw new WrongException("Nothing is named: give urls, prefixes, or \"all\": true.");
      }
      return order;
    }

    private static List<String> texts(JsonNode root, String name) throws WrongException {
      JsonNode list = root.path(name);
      if (list.isMissingNode()) {
        return List.of();
      }
      if (!list.isArray()) {
        throw new WrongException("\"" + name + "\" must be a list of texts.");
      }
      List<String> texts = new ArrayList<>();
      for (JsonNode member : list) {
        if (!member.isString()) {
          throw new WrongException("\"" + name + "\" must be a list of texts.");
        }
        texts.add(member.asString());
      }
      return texts;
    }

    private static boolean all(JsonNode root) throws WrongException {
      JsonNode all = root.path("all");
      if (!all.isMissingNode() && !all.isBoolean()) {
        throw new WrongException("\"all\" must be true or false.");
      }
      return all.asBoolean(false);
    }

    private static boolean expire(JsonNode root) throws WrongException {
      JsonNode mode = root.path("mode");
      if (mode.isMissingNode()) {
        return false;
      }
      return switch (mode.isString() ? mode.asString() : "") {
        case "remove" -> false;
        case "expire" -> true;
        default -> throw new WrongException("\"mode\" must be \"remove\" or \"expire\".");
      };
    }

    /** The message is a sentence for whoever sent the request. */
    static final class WrongException extends Exception {
      private static final long serialVersionUID = 1;
      private final String sentence;

      WrongException(String sentence) {
        super(sentence);
        this.sentence = sentence;
      }

      @Override
      public String getMessage() {
        return sentence;
      }
    }
  }
}
