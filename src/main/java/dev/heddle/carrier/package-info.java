/**
 * Carriers of our own: platform threads that run virtual threads, each with a queue and a selector of its own. A connection stays on
 * one carrier, whose selector tells when its socket is ready; it never moves to another.
 *
 * <p>{@link dev.heddle.carrier.CarrierGroup} is what a server has. {@link dev.heddle.carrier.CustomScheduling} is the one class
 * that touches internals of the JDK.
 */
package dev.heddle.carrier;
