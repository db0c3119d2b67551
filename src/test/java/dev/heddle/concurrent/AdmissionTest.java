package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.concurrent.Admission.Permit;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
    private final Admission admission = new Admission(2);

    @Test
    void noMoreAreLetInThanThereIsRoomFor() {
        Permit first = Objects.requireNonNull(admission.tryEnter());
        assertThat(admission.tryEnter()).isNotNull();
        assertThat(admission.tryEnter()).isNull();
        assertThat(admission.inside()).isEqualTo(2);
        assertThat(first.end()).isTrue();
        assertThat(admission.inside()).isEqualTo(1);
        assertThat(admission.tryEnter()).isNotNull();
        assertThat(admission.peak()).isEqualTo(2);
    }

    @Test
    void aPermitEndsOnceHoweverOftenItIsEnded() {
        Permit permit = admission.enter();
        assertThat(permit.end()).isTrue();
        assertThat(permit.end()).isFalse();
        assertThat(admission.inside()).isZero();
        assertThat(admission.tryEnter()).isNotNull();
        assertThat(admission.tryEnter()).isNotNull();
        assertThat(admission.tryEnter()).as("no room was made up").isNull();
    }

    @Test
    void twoThatEndAPermitAtOnceEndItOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Permit permit = admission.enter();
            AtomicInteger ends = new AtomicInteger();
            Runnable end = () -> {
                if (permit.end()) {
                    ends.incrementAndGet();
                }
            };
            Thread other = Threads.start(end);
            end.run();
            Threads.join(other);
            assertThat(ends).hasValue(1);
            assertThat(admission.inside()).isZero();
        }
    }

    @Test
    void whoWaitsIsLetInWhenSomebodyLeavesAndAnInterruptIsKept() throws InterruptedException {
        Permit first = admission.enter();
        admission.enter();
        AtomicBoolean flagged = new AtomicBoolean();
        AtomicBoolean in = new AtomicBoolean();
        Thread third = Threads.start(() -> {
            admission.enter();
            in.set(true);
            flagged.set(Thread.currentThread().isInterrupted());
        });
        Threads.untilWaiting(third);
        third.interrupt();
        Threads.until(() -> !third.isInterrupted());
        Threads.untilWaiting(third);
        assertThat(in).isFalse();
        first.end();
        Threads.join(third);
        assertThat(in).isTrue();
        assertThat(flagged).isTrue();
        assertThat(admission.inside()).isEqualTo(2);
    }
}
