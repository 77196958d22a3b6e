package dev.larder.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * Where a command writes its results. Only a terminal gets colours, bars, and a last line that
 * changes.
 */
final class Screen {
  private static final String CLEAR = "\r\u001b[K";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final boolean terminal;
  private boolean passing;

  private Screen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static Screen of(CommandLine line) {
    return new Screen(line.getOut(), line.getColorScheme().ansi().enabled());
  }

  boolean terminal() {
    return terminal;
  }

  /**
   * Writes a line for good.
   *
   * @return false when nobody reads any more
   */
  synchronized boolean line(String text) {
    clear();
    out.println(text);
    return !out.checkError();
  }

  /** Writes a line that the next one replaces; a terminal only. */
  synchronized void passingLine(String text) {
    if (terminal) {
      clear();
      out.print(text);
      out.flush();
      passing = true;
    }
  }

  private void clear() {
    if (passing) {
      out.print(CLEAR);
      passing = false;
    }
  }

  String alarming(String text) {
    return terminal ? RED + text + PLAIN : text;
  }

  /**
   * A bar that is filled to a share, 0 to 1; empty where there is no terminal.
   *
   * @param width in columns
   */
  String bar(double share, int width) {
    int filled = (int) Math.round(Math.clamp(share, 0, 1) * width);
    return terminal ? "#".repeat(filled) + ".".repeat(width - filled) : "";
  }
}
