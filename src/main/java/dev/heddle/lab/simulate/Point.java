package dev.heddle.lab.simulate;

/** What a design has given in an experiment on a number of cores. */
record Point(Design design, int cores, Outcome outcome) {}
