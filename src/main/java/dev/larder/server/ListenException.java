package dev.larder.server;

import java.io.IOException;
import java.net.InetSocketAddress;

/** An address that cannot be listened on. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient InetSocketAddress address;

  ListenException(InetSocketAddress address, Throwable cause) {
    super("cannot listen on " + address, cause);
    this.address = address;
  }

  /** The address as it was asked for. */
  public InetSocketAddress address() {
    return address;
  }
}
