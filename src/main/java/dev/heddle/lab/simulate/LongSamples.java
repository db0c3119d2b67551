package dev.heddle.lab.simulate;

import java.util.Arrays;

/** Measured values, of which quantiles are asked. */
final class LongSamples {
    private long[] values = new long[1024];
    private int count;
    private boolean sorted = true;

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
        sorted = false;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    /** The value that a fraction of all do not exceed; 0 if there is none. */
    long quantile(double fraction) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        return values[Math.max(0, (int) Math.ceil(fraction * count) - 1)];
    }

    double mean() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return count == 0 ? 0 : sum / count;
    }
}
