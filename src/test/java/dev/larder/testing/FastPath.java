package dev.larder.testing;

/** Whether the nodes of tests answer plain hits the short way: all tests hold both ways. */
public final class FastPath {
  public static final boolean ON = !"off".equals(System.getProperty("larder.test.fast-path", "on"));

  private FastPath() {}
}
