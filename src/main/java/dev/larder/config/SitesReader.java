package dev.larder.config;

import dev.larder.cache.Policy;
import dev.larder.cache.SiteOptions;
import dev.larder.origin.OriginOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the sites, each alone and then all against each other. */
final class SitesReader {

  private final Problems problems;
  private final FileChecks checks;
  private final Map<String, Place> hostsSeen = new HashMap<>();
  private final Map<String, Place> namesSeen = new HashMap<>();

  SitesReader(Problems problems, FileChecks checks) {
    this.problems = problems;
    this.checks = checks;
  }

  List<NodeConfig.Site> read(GroupReader file) {
    int before = problems.count();
    List<GroupReader> readers = file.groups(Schema.SITES);
    if (readers.isEmpty() && problems.count() == before) {
      problems.add(file.place(), "`sites` is missing: a node needs at least one site");
    }
    List<NodeConfig.Site> sites = new ArrayList<>();
    for (GroupReader reader : readers) {
      sites.add(site(reader, readers.size() == 1));
    }
    return sites;
  }

  private NodeConfig.Site site(GroupReader site, boolean only) {
    boolean preserveHost = site.read(Schema.PRESERVE_HOST);
    List<String> hosts = hosts(site, only, preserveHost);
    Policy policy = site.read(Schema.POLICY);
    boolean assets = policy == Policy.ASSETS;
    if (!assets) {
      site.refuseAssetsOnly(Schema.ASSETS_ONLY);
    }
    SiteOptions options =
        new SiteOptions(
            name(site, hosts),
            hosts,
            policy,
            preserveHost,
            site.read(Schema.LIFETIME),
            site.read(Schema.BROWSER_LIFETIME),
            site.read(Schema.STALE_ON_ERROR),
            new SiteOptions.Fingerprints(
                site.read(Schema.FINGERPRINTS),
                globs(site, Schema.FINGERPRINTED),
                site.list(Schema.FINGERPRINTED_QUERY)),
            site.optional(Schema.GUARD).orElse(assets),
            site.optional(Schema.SITE_VARIANTS).orElse(assets),
            new SiteOptions.Deltas(assets && site.read(Schema.DELTAS), families(site)),
            site.optional(Schema.CORS).orElse(assets ? Schema.CORS.fallback() : ""),
            new PathsReader(problems).read(site, assets),
            site.place().text());
    return new NodeConfig.Site(options, origins(site));
  }

  private List<String> globs(GroupReader site, Key<String> key) {
    List<String> globs = site.list(key);
    globs.forEach(glob -> PathsReader.demandCanonical(site.place(key), glob, problems));
    return globs;
  }

  private List<String> families(GroupReader site) {
    List<String> globs = globs(site, Schema.FAMILIES);
    for (String glob : globs) {
      if (!glob.contains("*")) {
        problems.add(
            site.place(Schema.FAMILIES),
            "`" + glob + "` has no `*`, which stands where the version does");
      }
    }
    return globs;
  }

  private String name(GroupReader site, List<String> hosts) {
    String name =
        site.optional(Schema.NAME)
            .orElseGet(() ->
                hosts.isEmpty() ? Schema.NAME.fallback() : hosts.getFirst().replace(':', '-'));
    Place earlier = namesSeen.putIfAbsent(name, site.place(Schema.NAME));
    if (earlier != null) {
      problems.add(
          site.place(Schema.NAME),
          "another site has the name `" + name + "` already, in line " + earlier.line());
    }
    return name;
  }

  private List<String> hosts(GroupReader site, boolean only, boolean preserveHost) {
    List<String> hosts = site.list(Schema.HOSTS);
    for (String host : hosts) {
      Place earlier = hostsSeen.putIfAbsent(host, site.place(Schema.HOSTS));
      if (earlier != null) {
        problems.add(
            site.place(Schema.HOSTS),
            "the host `" + host + "` is listed already, in line " + earlier.line());
      }
    }
    if (hosts.isEmpty() && !site.has(Schema.HOSTS)) {
      demandHosts(site, only, preserveHost);
    }
    return hosts;
  }

  private void demandHosts(GroupReader site, boolean only, boolean preserveHost) {
    if (!only) {
      problems.add(site.place(), "`hosts` is missing: of several sites each needs its own");
    } else if (preserveHost) {
      problems.add(
          site.place(Schema.PRESERVE_HOST),
          "`host: preserve` needs a list of `hosts`, or any client could fill the store under"
              + " names of its own");
    }
  }

  private List<OriginOptions> origins(GroupReader site) {
    site.require(Schema.ORIGIN);
    Duration timeout = site.read(Schema.ORIGIN_TIMEOUT);
    int connections = site.read(Schema.ORIGIN_CONNECTIONS);
    boolean dotfiles = site.read(Schema.DOTFILES);
    List<OriginOptions> origins = new ArrayList<>();
    for (String location : site.list(Schema.ORIGIN)) {
      if (!Syntaxes.isUrl(location)) {
        checks.directory(Path.of(location), site.place(Schema.ORIGIN), problems);
      }
      origins.add(new OriginOptions(location, timeout, connections, dotfiles));
    }
    return origins;
  }
}
