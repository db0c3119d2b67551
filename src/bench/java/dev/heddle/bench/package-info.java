/** Heddle beside other servers, under the same load in one run; not part of the library. */
package dev.heddle.bench;
