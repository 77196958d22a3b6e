package dev.larder.observe;

/**
 * Where the access log goes.
 *
 * @param target {@code off}, {@code -} for standard output, or the path of a file
 */
public record AccessLogOptions(String target) {}
