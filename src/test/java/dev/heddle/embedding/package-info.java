/** A program as a user might have it, and how Heddle gets into it: docs/use-it.md. */
package dev.heddle.embedding;
