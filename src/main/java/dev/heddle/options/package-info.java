/** The options of a server: immutable records, validated when they are created. Each bound has its unit, default and consequence. */
package dev.heddle.options;
