/**
 * The operator's HTTP API: health, metrics, statistics, purge. It is a {@link
 * dev.larder.exchange.Handler} like any other, behind a listener of its own.
 *
 * <p>What it needs of store and configuration comes as small ports wired in {@code cli}.
 */
@NullMarked
package dev.larder.admin;

import org.jspecify.annotations.NullMarked;
