/**
 * One file in, one tree of records out, with all its mistakes in one message. Jackson lives here
 * (and in {@code admin}).
 */
@NullMarked
package dev.larder.config;

import org.jspecify.annotations.NullMarked;
