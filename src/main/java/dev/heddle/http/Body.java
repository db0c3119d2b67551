package dev.heddle.http;

/** The content of a response. */
public sealed interface Body {
    /**
     * Bytes that are there, possibly none.
     *
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // lent for sending, never compared
    record Bytes(byte[] bytes) implements Body {}

    /**
     * Bytes that are made while they are sent.
     *
     * @param length how many there will be, or {@link #UNKNOWN_LENGTH}
     * @param writer makes them
     */
    record Streamed(long length, BodyWriter writer) implements Body {
        /** The length is not known beforehand. */
        public static final long UNKNOWN_LENGTH = -1;

        public Streamed {
            if (length < UNKNOWN_LENGTH) {
                throw new IllegalArgumentException("a length is not negative: " + length);
            }
        }
    }
}
