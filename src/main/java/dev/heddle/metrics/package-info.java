/** What a server tells about itself: events as they happen, and a snapshot on request. */
package dev.heddle.metrics;
