package dev.heddle.http;

/**
 * The body of a response.
 *
 * {@snippet :
 * long length = switch (Response.text("hello").body()) {
 *     case Body.Bytes whole -> whole.bytes().length;
 *     case Body.Streamed streamed -> streamed.length();
 * };
 * }
 */
public sealed interface Body {
    /**
     * A body that is complete in memory, possibly empty.
     *
     * @param bytes the body, not copied: must not be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // only sent, never compared
    record Bytes(byte[] bytes) implements Body {}

    /**
     * A body that is produced while it is sent.
     *
     * @param length the body's length in bytes, or {@link #UNKNOWN_LENGTH}
     * @param writer writes the body
     */
    record Streamed(long length, BodyWriter writer) implements Body {
        /** The length of a body whose length is not known in advance. */
        public static final long UNKNOWN_LENGTH = -1;

        /**
         * Creates a streamed body.
         *
         * @throws IllegalArgumentException if the length is negative and not {@link #UNKNOWN_LENGTH}
         */
        public Streamed {
            if (length < UNKNOWN_LENGTH) {
                throw new IllegalArgumentException("negative length: " + length);
            }
        }
    }
}
