/**
 * The lab: what each architecture is good at and what limits it, run, seen and judged. Part of the runnable jar only.
 *
 * <p>{@code load} makes load, {@code compare} runs each architecture under it, {@code simulate} computes what they would do on more
 * processors, and {@code report} judges the figures and draws them.
 */
package dev.heddle.lab;
