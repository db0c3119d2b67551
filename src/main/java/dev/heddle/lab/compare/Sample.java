package dev.heddle.lab.compare;

/**
 * One measurement.
 *
 * @param scenario the name of the scenario
 * @param variant the name of the server in it
 * @param round which round, from 1
 * @param figures what was measured
 */
public record Sample(String scenario, String variant, int round, Figures figures) {}
