/**
 * The shared mutable state of a server, in small classes that are called cells here. Outside this package there is no lock, no volatile
 * field and no {@code VarHandle}, and of the atomics only those named below. Everything else is confined to one thread at a time and
 * handed over through one of these cells; the table in {@code docs/threads-and-locks.md} says through which.
 *
 * <p>The class comment of each cell has three paragraphs: <b>States</b>, <b>Threads</b> (which thread calls what) and <b>Ordering</b>
 * (which write must be seen by which read). The numbers in it are those of the mutants in {@code jcstress-tests/MUTANTS.md}: each breaks
 * that very promise, and a test has to notice.
 *
 * <p>No cell knows a socket or a protocol, so that each can be run under jcstress by itself. What a class of {@code java.util.concurrent}
 * does alone, that class does, wherever it is needed: {@code CountDownLatch}, {@code LongAdder}, {@code LongAccumulator}, {@code
 * AtomicReference}, {@code AtomicBoolean}.
 */
package dev.heddle.concurrent;
