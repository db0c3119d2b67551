package dev.heddle.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in bytes, eight at a time: each is a lane of a long, and a subtraction that borrows shows in the lane's highest bit
 * (Warren, Hacker's Delight, 6-1). Pure.
 *
 * <p>A head is looked through twice, for its line ends and for control characters. One byte at a time that was a fifth of the
 * time a short request takes to parse.
 */
public final class ByteSearch {
    /** A view of an array, and no shared state: eight bytes, the first of them lowest. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private ByteSearch() {}

    /** Where such an byte is first, from one index to before another; -1 if it is nowhere there. */
    public static int indexOf(byte[] bytes, int from, int to, byte value) {
        long wanted = ONES * (value & 0xff);
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long zeros = zeros((long) LONGS.get(bytes, i) ^ wanted);
            if (zeros != 0) {
                return i + first(zeros);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == value) {
                return i;
            }
        }
        return -1;
    }

    /** Where a control character, HTAB included, is first, from one index to before another; {@code to} if there is none. */
    public static int indexOfControl(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            // Below a space: it borrows. An byte above 127 has its highest bit to begin with, and is none.
            long controls = ((eight - ONES * ' ') & ~eight & HIGHS) | zeros(eight ^ (ONES * 0x7f));
            if (controls != 0) {
                return i + first(controls);
            }
        }
        while (i < to && !isControl(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isControl(byte value) {
        return (value >= 0 && value < ' ') || value == 0x7f;
    }

    /** The highest bit of each lane that is zero; of those behind the first one it may be wrong, since it borrowed. */
    private static long zeros(long lanes) {
        return (lanes - ONES) & ~lanes & HIGHS;
    }

    private static int first(long highs) {
        return Long.numberOfTrailingZeros(highs) >>> 3;
    }
}
