package dev.heddle.http;

/** The content of a response. */
public sealed interface Content {
    /**
     * Octets that are there, possibly none.
     *
     * @param octets not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // lent for sending, never compared
    record Octets(byte[] octets) implements Content {}

    /**
     * Octets that are made while they are sent.
     *
     * @param length how many there will be, or {@link #UNKNOWN_LENGTH}
     * @param writer makes them
     */
    record Streamed(long length, ContentWriter writer) implements Content {
        /** The length is not known beforehand. */
        public static final long UNKNOWN_LENGTH = -1;

        public Streamed {
            if (length < UNKNOWN_LENGTH) {
                throw new IllegalArgumentException("a length is not negative: " + length);
            }
        }
    }
}
