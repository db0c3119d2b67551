/**
 * Soak tests: the packaged server in a process of its own, with many clients or for a long time. Each test runs briefly in the
 * default build, so that it cannot rot, and at full size in the profile {@code soak}. It prints what it measured.
 */
package dev.heddle.soak;
