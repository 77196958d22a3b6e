package dev.larder.config;

/**
 * Where something was written.
 *
 * @param source a file, or a command line flag
 * @param line counted from 1; 0 for none
 */
record Place(String source, int line) {

  /** As people name it: {@code larder.yaml:12}. */
  String text() {
    return line == 0 ? source : source + ':' + line;
  }
}
