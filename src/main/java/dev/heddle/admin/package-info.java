/**
 * The admin server of {@code --admin-port}: metrics for Prometheus, health checks, and a thread dump. {@link dev.heddle.admin.AdminServer} is
 * a second {@link dev.heddle.Server} for them, with carriers of its own where there is a way to have them.
 *
 * <p>In reading order: {@code AdminHandler} has the paths; {@code ServerMetrics} has every metric, from the server's statistics and from
 * {@code EventCounters}, which counts what these lack; {@code RequestDurations} has the histogram of each method and status.
 *
 * <p>Not part of the library: it uses it as any program would, and depends on more than the JDK.
 */
package dev.heddle.admin;
