/**
 * What a flight recording of the JDK shows of a server: the events, and the only classes that know {@code jdk.jfr}. Without that module,
 * or while nothing is recorded, {@link dev.heddle.flight.FlightRecording} does nothing.
 *
 * <p>What comes with every connection or message is off in a recording unless it is asked for; what comes with a failure is on.
 */
package dev.heddle.flight;
