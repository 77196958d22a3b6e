package dev.larder.rules;

import java.time.Duration;

/**
 * The terms on which a site's answers are kept and passed on.
 *
 * @param assets whether the site is one of static assets: requests cannot force origin traffic, and
 *     answers that name no lifetime are given one
 * @param lifetime freshness in this node where an answer names none; assets only
 * @param browserLifetime freshness given to browsers where an answer names none; assets only
 * @param staleOnError how long after its lifetime an answer may stand in for a failing origin when
 *     it says nothing of that itself; assets only
 */
public record Terms(
    boolean assets, Duration lifetime, Duration browserLifetime, Duration staleOnError) {}
