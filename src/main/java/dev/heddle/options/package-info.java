/**
 * What can be chosen: immutable records, validated when they are made, every bound with its unit, its default and what
 * happens at it.
 */
package dev.heddle.options;
