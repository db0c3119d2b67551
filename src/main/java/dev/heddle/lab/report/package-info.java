/**
 * Judges what a comparison has measured and shows it: {@link dev.heddle.lab.report.Claims} says of each sentence about the architectures
 * whether the figures bear it out, {@link dev.heddle.lab.report.Page} is the report.
 */
package dev.heddle.lab.report;
