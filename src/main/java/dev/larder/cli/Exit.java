package dev.larder.cli;

/** Exit statuses. */
final class Exit {

  static final int OK = 0;

  /** What was asked for could not be done; standard error says why. */
  static final int TROUBLE = 1;

  /** The command line was not understood. */
  static final int USAGE = 2;

  /** A signal ended it before it was done; what shells make of SIGINT. */
  static final int INTERRUPTED = 130;

  private Exit() {}
}
