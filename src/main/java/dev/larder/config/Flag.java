package dev.larder.config;

/**
 * A setting given on the command line, which wins over the file.
 *
 * @param name as it was written, such as {@code --memory}
 * @param key the setting it stands for, such as {@code store.memory}; {@code sites.policy} means
 *     that setting of every site
 * @param value as it was written
 */
public record Flag(String name, String key, String value) {}
