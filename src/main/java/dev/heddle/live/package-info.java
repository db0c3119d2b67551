/**
 * The live page of {@code heddle demo --live-port}: the threading architecture at work as a picture with figures, once a second, and a
 * switch to another architecture. {@link dev.heddle.live.LivePage} is a second {@link dev.heddle.Server} for it, on the loopback address.
 *
 * <p>In reading order: {@code ReplaceableServer} is what is watched; {@code Sampler} takes its figures; {@code Figures}, {@code Claim}
 * and {@code Bottleneck} say what they mean; {@code LiveHandler} serves the page and the stream of events; {@code Probe} measures what a
 * client waits, and {@code Load} applies load.
 *
 * <p>Not part of the library: it uses it as any program would, and depends on more than the JDK.
 */
package dev.heddle.live;
