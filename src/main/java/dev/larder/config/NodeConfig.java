package dev.larder.config;

import dev.larder.admin.AdminOptions;
import dev.larder.cache.SiteOptions;
import dev.larder.observe.AccessLogOptions;
import dev.larder.origin.OriginOptions;
import dev.larder.server.ServerOptions;
import dev.larder.store.StoreOptions;
import dev.larder.variant.VariantOptions;
import java.time.Duration;
import java.util.List;

/**
 * The whole configuration of a node. Only the wiring sees it: each component is handed the options
 * that it declared, and nothing else.
 *
 * @param warmUp how long it may warm up before it says that it is ready; zero for not at all
 * @param sites at least one, with distinct names and hosts
 */
public record NodeConfig(
    ServerOptions server,
    AdminOptions admin,
    StoreOptions store,
    VariantOptions variants,
    AccessLogOptions accessLog,
    Duration warmUp,
    List<Site> sites) {

  public NodeConfig {
    sites = List.copyOf(sites);
  }

  /**
   * A site and where it is fetched from.
   *
   * @param origins at least one, in the order in which they are asked
   */
  public record Site(SiteOptions options, List<OriginOptions> origins) {

    public Site {
      origins = List.copyOf(origins);
    }
  }
}
