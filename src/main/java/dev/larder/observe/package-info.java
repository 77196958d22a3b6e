/**
 * Metrics, access log and hit ratio, fed by the observer interfaces that the other packages
 * declare. Micrometer lives here; nothing imports this package but {@code cli}.
 */
@NullMarked
package dev.larder.observe;

import org.jspecify.annotations.NullMarked;
