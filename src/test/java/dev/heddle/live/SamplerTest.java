package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.live.Figures.Latencies;
import dev.heddle.live.Frames.Frame;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplerTest {
    @Test
    void pageGoesOnAfterAFrameThatCouldNotBeMade() throws Exception {
        ReplaceableServer server = new ReplaceableServer(
                ServerOptions.defaults(),
                options -> Server.http(request -> Response.text("hello"))
                        .options(options)
                        .open());
        server.current().start();
        LatencyMeter meter = new LatencyMeter();
        AtomicInteger asked = new AtomicInteger();
        Frames frames = new Frames();
        CountDownLatch ended = new CountDownLatch(1);
        Frame none = frames.latest();
        FutureTask<Boolean> sampling = Eventually.begin(() -> {
            new Sampler(
                            server,
                            () -> {
                                if (asked.incrementAndGet() == 1) {
                                    throw new IllegalStateException("thrown by a test");
                                }
                                return new Latencies(meter.period(), meter.period(), meter.period());
                            },
                            () -> Load.Progress.NONE,
                            frames,
                            ended,
                            20)
                    .run();
            return true;
        });
        Frame next = frames.after(none, 30_000);
        assertThat(Objects.requireNonNull(next, "no frame").json()).startsWith("{\"number\"");
        assertThat(asked.get()).isGreaterThanOrEqualTo(2);
        ended.countDown();
        assertThat(Eventually.result(sampling)).isTrue();
        assertThat(frames.latest().isLast()).isTrue();
        server.shutdownNow();
    }
}
