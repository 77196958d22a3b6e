package dev.larder.cli;

/** Why a node does not start, as a sentence for the operator; the exit status is 1. */
final class StartFailure extends Exception {

  private static final long serialVersionUID = 1L;

  StartFailure(String sentence) {
    super(sentence);
  }

  StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
