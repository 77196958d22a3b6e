package dev.larder.cache;

import java.time.Duration;
import java.util.List;

/**
 * One site: host names that share stored responses.
 *
 * @param name names it in keys, logs and metrics; without spaces
 * @param hosts lower case, without port; empty when it answers to every host
 * @param preserveHost whether the client's Host goes to the origin and into the key
 * @param lifetime freshness in this node of answers that name none; assets only
 * @param browserLifetime freshness given to browsers for answers that name none; assets only
 * @param staleOnError how long an answer may be used after it went stale when the origin fails and
 *     the answer says nothing of it; assets only
 * @param fingerprints which URLs' content never changes; assets only
 * @param guard whether answers that are not what their URL promises are kept out of the store
 * @param variants whether gzip and brotli are made
 * @param deltas whether new versions leave as what is new in them; assets only
 * @param allowOrigin value of {@code Access-Control-Allow-Origin}, empty for none; assets only
 * @param paths exceptions for some paths, of which the first that matches holds
 * @param place where it was written, such as {@code larder.yaml:12}
 */
public record SiteOptions(
    String name,
    List<String> hosts,
    Policy policy,
    boolean preserveHost,
    Duration lifetime,
    Duration browserLifetime,
    Duration staleOnError,
    Fingerprints fingerprints,
    boolean guard,
    boolean variants,
    Deltas deltas,
    String allowOrigin,
    List<PathOptions> paths,
    String place) {

  public SiteOptions {
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
  }

  /**
   * Deltas between versions (RFC 9842).
   *
   * @param families globs over paths of which all that one matches are versions of each other,
   *     beside those that are recognised
   */
  public record Deltas(boolean on, List<String> families) {
    public static final Deltas RECOGNISED = new Deltas(true, List.of());
    public static final Deltas OFF = new Deltas(false, List.of());

    public Deltas {
      families = List.copyOf(families);
    }
  }

  /**
   * How a URL shows that its content never changes; one sign is enough.
   *
   * @param recognised whether a file name that carries a hash is such a sign
   * @param paths globs over the path ({@code *} within a segment, {@code **} across)
   * @param parameters names of parameters of the query
   */
  public record Fingerprints(boolean recognised, List<String> paths, List<String> parameters) {
    /** Hashes in file names alone. */
    public static final Fingerprints RECOGNISED = new Fingerprints(true, List.of(), List.of());

    public Fingerprints {
      paths = List.copyOf(paths);
      parameters = List.copyOf(parameters);
    }
  }
}
