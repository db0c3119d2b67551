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
    void permitsAreNotGivenBeyondTheCapacity() {
        Permit first = Objects.requireNonNull(admission.tryAcquire());
        assertThat(admission.tryAcquire()).isNotNull();
        assertThat(admission.tryAcquire()).isNull();
        assertThat(admission.inUse()).isEqualTo(2);
        assertThat(first.release()).isTrue();
        assertThat(admission.inUse()).isEqualTo(1);
        assertThat(admission.tryAcquire()).isNotNull();
        assertThat(admission.peak()).isEqualTo(2);
    }

    @Test
    void permitReleasedTwiceReturnsOnce() {
        Permit permit = admission.acquire();
        assertThat(permit.release()).isTrue();
        assertThat(permit.release()).isFalse();
        assertThat(admission.inUse()).isZero();
        assertThat(admission.tryAcquire()).isNotNull();
        assertThat(admission.tryAcquire()).isNotNull();
        assertThat(admission.tryAcquire()).as("no permit was made up").isNull();
    }

    @Test
    void permitReleasedByTwoThreadsReturnsOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Permit permit = admission.acquire();
            AtomicInteger ends = new AtomicInteger();
            Runnable end = () -> {
                if (permit.release()) {
                    ends.incrementAndGet();
                }
            };
            Thread other = TestThreads.start(end);
            end.run();
            TestThreads.join(other);
            assertThat(ends).hasValue(1);
            assertThat(admission.inUse()).isZero();
        }
    }

    @Test
    void waitingThreadGetsReleasedPermitAndKeepsItsInterrupt() throws InterruptedException {
        Permit first = admission.acquire();
        admission.acquire();
        AtomicBoolean flagged = new AtomicBoolean();
        AtomicBoolean in = new AtomicBoolean();
        Thread third = TestThreads.start(() -> {
            admission.acquire();
            in.set(true);
            flagged.set(Thread.currentThread().isInterrupted());
        });
        TestThreads.untilWaiting(third);
        third.interrupt();
        TestThreads.until(() -> !third.isInterrupted());
        TestThreads.untilWaiting(third);
        assertThat(in).isFalse();
        first.release();
        TestThreads.join(third);
        assertThat(in).isTrue();
        assertThat(flagged).isTrue();
        assertThat(admission.inUse()).isEqualTo(2);
    }
}
