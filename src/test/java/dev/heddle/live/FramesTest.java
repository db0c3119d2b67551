package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.live.Frames.Frame;
import dev.heddle.support.Eventually;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames for viewers of any speed. */
@Timeout(60)
class FramesTest {
    private static final long LONG_MILLIS = 30_000;

    private final Frames frames = new Frames();

    @Test
    void slowViewerGetsTheLatestFrameAndNotThoseItMissed() throws Exception {
        frames.publish("one");
        Frame one = frames.latest();
        frames.publish("two");
        frames.publish("three");
        assertThat(frames.after(one, LONG_MILLIS)).isEqualTo(frames.latest());
        assertThat(frames.latest().json()).isEqualTo("three");
    }

    @Test
    void waitingViewerIsWokenByTheNextFrame() throws Exception {
        Frame seen = frames.latest();
        FutureTask<String> viewer = Eventually.begin(() -> {
            Frame next = frames.after(seen, LONG_MILLIS);
            return next == null ? "nothing" : next.json();
        });
        frames.publish("one");
        assertThat(Eventually.result(viewer)).isEqualTo("one");
    }

    @Test
    void viewerLearnsThatThereIsNoFrameYetAndThatThereWillBeNoMore() throws Exception {
        Frame seen = frames.latest();
        assertThat(frames.after(seen, 1)).isNull();
        frames.end();
        assertThat(frames.after(seen, LONG_MILLIS)).matches(Frame::isLast);
    }
}
