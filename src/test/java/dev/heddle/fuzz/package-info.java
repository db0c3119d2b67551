/**
 * Inputs that nobody thought of: what holds for every input, the inputs that are kept, and the entries for a fuzzer that is
 * guided by coverage ({@code docs/fuzzing.md}).
 */
package dev.heddle.fuzz;
