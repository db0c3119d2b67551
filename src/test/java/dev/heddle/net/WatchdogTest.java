package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.line.LineProtocol;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watchdog whose tick fails. */
@Timeout(30)
class WatchdogTest {
    @Test
    void failingTickIsReportedAsTheWatchdogsAndDoesNotEndIt() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        ServerContext context = ServerContext.create(
                ServerOptions.defaults(), new LineProtocol(line -> line, Limits.defaults()), new ServerEvents() {
                    @Override
                    public void watchdogFailed(Throwable cause) {
                        failures.add(cause);
                    }
                });
        CountDownLatch ticks = new CountDownLatch(3);
        Error failure = new OutOfMemoryError("on purpose");
        Watchdog watchdog = new Watchdog(context, () -> {
            ticks.countDown();
            throw failure;
        });
        watchdog.start();
        Eventually.await(ticks);
        context.lifecycle().drain();
        context.lifecycle().close();
        watchdog.join();
        assertThat(failures).hasSizeGreaterThanOrEqualTo(3).containsOnly(failure);
    }
}
