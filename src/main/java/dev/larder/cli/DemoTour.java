package dev.larder.cli;

import dev.larder.admin.AdminOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What to look at in the demo, as lines to copy. */
final class DemoTour {

  private DemoTour() {}

  static void print(RunningNode node, AdminOptions admin, DemoSite site, PrintWriter out) {
    lines(node, admin, site).forEach(out::println);
    out.flush();
  }

  private static List<String> lines(RunningNode node, AdminOptions admin, DemoSite site) {
    String url = "http://" + Foreground.text(node.address());
    String adminAddress = Foreground.text(node.adminAddress());
    Path token = admin.tokenFile() == null ? AdminToken.placeIn(site.store()) : admin.tokenFile();
    return List.of(
        "",
        "Open " + url + "/ in a browser, or try these lines:",
        "",
        "  A miss, then, asked again, a hit (see Cache-Status):",
        "    curl -sI " + url + "/assets/site.css",
        "  Compressed once, for those who accept it:",
        "    curl -sI -H 'Accept-Encoding: br' " + url + "/" + fingerprinted(".css"),
        "  A fingerprinted name: immutable for a year:",
        "    curl -sI " + url + "/" + fingerprinted(".woff2"),
        "  The figures, and how to make it forget:",
        "    curl -s -H \"Authorization: Bearer $(cat "
            + token
            + ")\" http://"
            + adminAddress
            + "/v1/stats",
        "    "
            + System.getProperty("larder.command", "larder")
            + " purge --all --admin "
            + adminAddress
            + " --token-file "
            + token,
        "",
        "Ctrl-C ends it and deletes its files.");
  }

  private static String fingerprinted(String ending) {
    try {
      return DemoSite.names().stream()
          .filter(name -> name.startsWith("fingerprinted/") && name.endsWith(ending))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the demo has no file " + ending));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
