package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.concurrent.ReadySignal.Interest;
import dev.heddle.concurrent.ReadySignal.Outcome;
import org.junit.jupiter.api.Test;

/** A wait whose interest cannot be turned on. */
class ReadySignalTest {
    private final ReadySignal signal = new ReadySignal();
    private int attempts;
    private boolean wokenMeanwhile;

    private final Interest fails = new Interest() {
        @Override
        public void arm() {
            attempts++;
            if (wokenMeanwhile) {
                signal.wake();
            }
            throw new OutOfMemoryError("on purpose");
        }

        @Override
        public void disarm() {}
    };

    /** Its event comes at once. */
    private final Interest works = new Interest() {
        @Override
        public void arm() {
            attempts++;
            signal.signal(this, false);
        }

        @Override
        public void disarm() {}
    };

    @Test
    void nextWaitTurnsTheInterestOn() {
        assertThatThrownBy(() -> signal.await(fails, 0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(signal.await(works, 1)).isEqualTo(Outcome.READY);
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void nextWaitTurnsTheInterestOnAlsoIfTheThreadWasWokenMeanwhile() {
        wokenMeanwhile = true;
        assertThatThrownBy(() -> signal.await(fails, 0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(signal.await(works, 1)).isEqualTo(Outcome.READY);
        assertThat(attempts).isEqualTo(2);
    }
}
