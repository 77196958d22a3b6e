package dev.larder.cache;

import dev.larder.http.CacheKey;
import dev.larder.http.ResponseHead;
import dev.larder.rules.Invalidation;
import dev.larder.store.Address;
import dev.larder.store.PurgeScope;
import dev.larder.store.Store;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Makes stored responses unusable: by an operator's order, or because an unsafe method passed. */
public final class Purger {
  private final Sites sites;
  private final Store store;
  private final Flights flights;

  Purger(Sites sites, Store store, Flights flights) {
    this.sites = sites;
    this.store = store;
    this.flights = flights;
  }

  /** Carries out an order, wholly or not at all; in force and durable when it returns. */
  public PurgeResult purge(PurgeOrder order) {
    List<PurgeScope> scopes = new ArrayList<>();
    try {
      for (String url : order.urls()) {
        scopes.add(new PurgeScope.Url(key(TargetUrl.parse(url, true))));
      }
      for (String prefix : order.prefixes()) {
        CacheKey key = key(TargetUrl.parse(prefix, false));
        scopes.add(new PurgeScope.Prefix(key.site(), key.host(), key.path()));
      }
    } catch (TargetUrl.NotUnderstoodException wrong) {
      return new PurgeResult.Refused(wrong.sentence());
    }
    if (order.all()) {
      scopes.add(new PurgeScope.Everything());
    }
    return scopes.isEmpty()
        ? new PurgeResult.Refused("Nothing is named: give urls, prefixes or all.")
        : carryOut(scopes, order.expire() ? Store.PurgeMode.EXPIRE : Store.PurgeMode.REMOVE);
  }

  private PurgeResult carryOut(List<PurgeScope> scopes, Store.PurgeMode mode) {
    try {
      Store.PurgeReceipt receipt = store.purge(scopes, mode);
      return new PurgeResult.Purged(receipt.epoch(), receipt.objects());
    } catch (UncheckedIOException e) {
      String message = e.getMessage();
      return new PurgeResult.Failed(message == null ? "The purge log cannot be written." : message);
    }
  }

  /** What an answer to an unsafe method makes invalid is dropped (RFC 9111 §4.4). */
  void invalidate(SiteRequest asked, ResponseHead answer) {
    List<PurgeScope> scopes = new ArrayList<>();
    for (String target : Invalidation.targets(asked.request(), answer)) {
      int question = target.indexOf('?');
      CacheKey key =
          asked
              .site()
              .key(
                  asked.request().host(),
                  question < 0 ? target : target.substring(0, question),
                  question < 0 ? null : target.substring(question + 1));
      // Most unsafe requests concern what was never stored; a purge for each would fill the log.
      if (store.find(Address.of(key)) != null || flights.carry(key)) {
        scopes.add(new PurgeScope.Url(key));
      }
    }
    if (!scopes.isEmpty()) {
      store.purge(scopes, Store.PurgeMode.REMOVE);
    }
  }

  private CacheKey key(URI url) throws TargetUrl.NotUnderstoodException {
    Site site = sites.of(url.getHost());
    if (site == null) {
      throw new TargetUrl.NotUnderstoodException(
          "No site of this node answers to the host of " + url + '.');
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return site.key(url.getHost(), path, url.getRawQuery());
  }
}
