package dev.heddle.lab.load;

/** When requests start. */
public sealed interface Pace {
    /** Closed loop: a connection sends its next request when it has the response to the last one. */
    record Closed() implements Pace {}

    /**
     * Open loop: requests start whether earlier ones are answered or not, as if each came from another client.
     *
     * @param rate requests per second
     * @param poisson whether they arrive independently of each other; otherwise at equal distances
     */
    record Open(double rate, boolean poisson) implements Pace {
        /** @throws IllegalArgumentException if the rate is not positive */
        public Open {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new IllegalArgumentException("the rate must be positive, not " + rate);
            }
        }
    }

    /**
     * A storm: all requests start at the same moment.
     *
     * @param count how many
     */
    record AtOnce(int count) implements Pace {
        /** @throws IllegalArgumentException if there are none */
        public AtOnce {
            if (count < 1) {
                throw new IllegalArgumentException("a storm needs at least 1 request, not " + count);
            }
        }
    }
}
