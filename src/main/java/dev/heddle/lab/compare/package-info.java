/**
 * Runs every architecture under the same load, each in a JVM of its own, and keeps what it measured.
 *
 * <p>{@link dev.heddle.lab.compare.Scenarios} lists what is measured, {@link dev.heddle.lab.compare.Comparison} runs it, {@link
 * dev.heddle.lab.compare.Results} is what comes out.
 */
package dev.heddle.lab.compare;
