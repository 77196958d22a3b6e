package dev.larder.admin;

import dev.larder.cache.Explanation;
import dev.larder.http.Fields;

/** Tells what would become of a request, and why. */
@FunctionalInterface
public interface Explain {
  /**
   * Explains.
   *
   * @param url absolute, as a client would ask for it
   * @param fields of the request, but for Host
   */
  Explanation about(String url, Fields fields);
}
