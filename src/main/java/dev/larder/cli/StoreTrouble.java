package dev.larder.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What commands that look into a store say on standard error. */
final class StoreTrouble {
  private StoreTrouble() {}

  /** Says why nothing could be looked at; the exit status of that. */
  static int tell(CommandSpec spec, StartFailure failure) {
    spec.commandLine().getErr().println("larder: " + Visible.text(failure.sentence()));
    return Exit.TROUBLE;
  }

  /** Mentions files that a command which is not about them had to leave out. */
  static void mention(CommandSpec spec, int unsound) {
    if (unsound > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "larder: left out "
                  + Amounts.count(unsound, "damaged file")
                  + "; `larder store verify` says what is wrong");
    }
  }
}
