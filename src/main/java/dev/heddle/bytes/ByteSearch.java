package dev.heddle.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches a byte array eight bytes at a time. Each byte is a lane of a long; a subtraction that borrows sets the
 * lane's highest bit (Warren, Hacker's Delight, 6-1). Pure.
 *
 * <p>A message head is scanned twice, for line ends and for control characters. Byte by byte, these scans took a fifth
 * of the time that a short request takes to parse.
 *
 * {@snippet :
 * byte[] line = Ascii.bytes("Host: example.org");
 * int colon = ByteSearch.indexOf(line, 0, line.length, (byte) ':');
 * }
 */
public final class ByteSearch {
    /** Views eight bytes of an array as a little-endian long. Involves no shared state. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private ByteSearch() {}

    /** Returns the index of the first such byte in {@code [from, to)}, or -1 if there is none. */
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

    /**
     * Returns the index of the first control character, HTAB included, in {@code [from, to)}, or {@code to} if none.
     */
    public static int indexOfControl(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) LONGS.get(bytes, i);
            // A byte below SP borrows. A byte above 127 has its highest bit set already and is not a control character.
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

    /** Sets the highest bit of each zero lane. Only the first one is exact: its borrow may mark lanes after it. */
    private static long zeros(long lanes) {
        return (lanes - ONES) & ~lanes & HIGHS;
    }

    private static int first(long highs) {
        return Long.numberOfTrailingZeros(highs) >>> 3;
    }
}
