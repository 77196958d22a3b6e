package dev.larder.config;

/**
 * One mistake in a configuration.
 *
 * @param source the file as it was named, or the command line flag
 * @param line counted from 1; 0 when no one line is to blame
 * @param message a sentence for the operator: what was found, and what is meant instead
 */
public record ConfigProblem(String source, int line, String message) {

  @Override
  public String toString() {
    return line == 0 ? source + ": " + message : source + ":" + line + ": " + message;
  }
}
