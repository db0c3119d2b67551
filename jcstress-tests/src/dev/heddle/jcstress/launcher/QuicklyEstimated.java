package dev.heddle.jcstress.launcher;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.ResourceEstimator;
import org.openjdk.jcstress.infra.runners.TestConfig;

/**
 * Finds out how many samples a JVM can take before it looks at the time: four times as many at each attempt, once each. jcstress's own way takes a fifth
 * more at each and five times each, nearly four hundred threads and half a second for every test, more than the test itself.
 */
final class QuicklyEstimated extends ForkedTestConfig {
    private static final int FACTOR = 4;

    QuicklyEstimated(TestConfig config) {
        super(config);
    }

    @Override
    public void adjustStrideCount(ResourceEstimator estimator) {
        int most = strideSize * strideCount;
        int fit = 1;
        for (int samples = 1; fits(estimator, samples); samples = Math.min(most, FACTOR * samples)) {
            fit = samples;
            if (samples == most) {
                break;
            }
        }
        strideSize = Math.min(fit, strideSize);
        strideCount = fit / strideSize;
    }

    private boolean fits(ResourceEstimator estimator, int samples) {
        long[] bytesAndNanos = new long[2];
        try {
            estimator.runWith(samples, bytesAndNanos);
        } catch (OutOfMemoryError e) {
            return false;
        }
        return bytesAndNanos[0] <= ((long) maxFootprintMB << 20)
                && bytesAndNanos[1] <= TimeUnit.MILLISECONDS.toNanos(time);
    }
}
