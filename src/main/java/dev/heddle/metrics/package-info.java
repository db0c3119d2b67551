/** What a server reports about itself: events as they happen, and a snapshot of its figures on request. */
package dev.heddle.metrics;
