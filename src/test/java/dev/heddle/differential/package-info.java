/**
 * Our reader of HTTP/1.1 beside two others: where they differ, and why ({@code docs/differential.md}). The others are
 * called as a server would that wants them strict.
 */
package dev.heddle.differential;
