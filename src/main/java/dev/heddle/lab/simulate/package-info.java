/**
 * {@code heddle simulate}: a discrete-event model of the five architectures, for the machines that one does not have.
 *
 * <p>Read it from the bottom: {@link dev.heddle.lab.simulate.Agenda} has the events, {@link dev.heddle.lab.simulate.Core} and {@link
 * dev.heddle.lab.simulate.Worker} are the machine, {@link dev.heddle.lab.simulate.SerialSection} is every lock. {@link
 * dev.heddle.lab.simulate.Accepting} and {@link dev.heddle.lab.simulate.Serving}, with a class for each way, make up the architectures;
 * {@link dev.heddle.lab.simulate.Client} is the load.
 * A {@link dev.heddle.lab.simulate.Run} puts them together. Everything runs on one thread, and the same seed gives the same figures.
 *
 * <p>Part of the command line's jar, not of the library.
 */
package dev.heddle.lab.simulate;
