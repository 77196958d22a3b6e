package dev.larder.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** A command line that was executed, with what it wrote. */
record CommandRun(int status, String out, String err) {

  static CommandRun of(Map<String, String> environment, String... args) {
    return of(
        config -> {
          throw new StartFailure("no node is started here");
        },
        environment,
        args);
  }

  static CommandRun of(
      RunningNode.Starter starter, Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Larder.commandLine(starter, environment);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int status = line.execute(args);
    line.getOut().flush();
    line.getErr().flush();
    return new CommandRun(status, out.toString(), err.toString());
  }
}
