package dev.larder.cli;

import java.net.BindException;
import java.net.InetSocketAddress;

/** Why a node does not start, as a sentence for the operator; the exit status is 1. */
final class StartFailure extends Exception {

  private static final long serialVersionUID = 1L;

  StartFailure(String sentence) {
    super(sentence);
  }

  StartFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** A listener that could not be opened. */
  static StartFailure listening(InetSocketAddress address, Throwable cause) {
    String where = Foreground.text(address);
    for (Throwable why = cause; why != null; why = why.getCause()) {
      if (why instanceof BindException) {
        String reason = String.valueOf(why.getMessage());
        String sentence =
            reason.contains("in use")
                ? "cannot listen on " + where + ": another process does"
                : "cannot listen on " + where + ": " + reason;
        return new StartFailure(sentence, cause);
      }
    }
    return new StartFailure("cannot listen on " + where + ": " + cause.getMessage(), cause);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
