package dev.larder.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * How the text of a setting is read.
 *
 * @param meaning what the value is, as a sentence goes on with it: "a size such as 512MiB"
 * @param parse the value, or empty when the text is none
 * @param <T> what it is read as
 */
record Syntax<T>(String meaning, Function<String, Optional<T>> parse) {

  Optional<T> read(String text) {
    return parse.apply(text);
  }
}
