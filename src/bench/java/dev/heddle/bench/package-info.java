/** Comparison of Heddle with other servers under the same load; not part of the library. */
package dev.heddle.bench;
