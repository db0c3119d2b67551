/**
 * Fuzzing: invariants that hold for every input, the corpus of inputs, and entry points for a coverage-guided fuzzer
 * ({@code docs/fuzzing.md}).
 */
package dev.heddle.fuzz;
