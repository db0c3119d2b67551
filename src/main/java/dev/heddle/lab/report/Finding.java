package dev.heddle.lab.report;

/**
 * What one set of figures says about a part of a claim.
 *
 * @param part the part of the claim
 * @param outcome what the figures say
 * @param reason the figures, in a sentence
 */
public record Finding(String part, Outcome outcome, String reason) {}
