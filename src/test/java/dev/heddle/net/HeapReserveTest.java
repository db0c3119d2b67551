package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapReserveTest {
    private static final long HEAP_BYTES = 64 << 20;

    @Test
    void blockIsReleasedWhenTheHeapIsFullAndAllocatedAgainLater() {
        HeapReserve reserve = new HeapReserve(HEAP_BYTES);
        assertThat(reserve.heldBytes()).as("before the first tick").isZero();
        assertThat(reserve.isHeapFull()).isFalse();
        assertThat(reserve.heldBytes()).isEqualTo(1 << 20);
        reserve.exhausted();
        assertThat(reserve.isHeapFull()).isTrue();
        assertThat(reserve.heldBytes()).isZero();
        assertThat(reserve.isHeapFull()).isFalse();
        assertThat(reserve.heldBytes()).isEqualTo(1 << 20);
    }

    @Test
    void blockOfALargeHeapIsBounded() {
        HeapReserve reserve = new HeapReserve(1L << 40);
        assertThat(reserve.isHeapFull()).isFalse();
        assertThat(reserve.heldBytes()).isEqualTo(8 << 20);
    }
}
