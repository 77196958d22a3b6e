package dev.larder.admin;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the operator's API is reached.
 *
 * @param listen address of its listener; port 0 takes a free one
 * @param tokenFile holds the bearer token; null when the node makes one of its own
 */
public record AdminOptions(InetSocketAddress listen, @Nullable Path tokenFile) {}
