package dev.larder.server;

import dev.larder.http.Request;

/** What became of the reading of a request head. */
sealed interface Reading {

  /**
   * A request.
   *
   * @param length bytes of content announced, 0 for none, -1 when it comes in chunks
   */
  record Understood(Request request, long length) implements Reading {}

  /**
   * Nothing that this node answers.
   *
   * @param status what the client is told
   * @param sentence why
   */
  record Refused(int status, String sentence) implements Reading {}
}
