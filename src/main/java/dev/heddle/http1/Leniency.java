package dev.heddle.http1;

/**
 * What a protocol accepts against the standard, for programs that relied on it. None of it lets two readers of the same bytes disagree
 * about where a request ends. Immutable.
 *
 * {@snippet :
 * Leniency oldClients = new Leniency(true, false, false); // they send no Host
 * }
 *
 * @param missingHost whether HTTP/1.1 requests without a Host header are accepted, against RFC 9112 3.2
 * @param unknownExpectation whether an expectation other than {@code 100-continue} is ignored, instead of 417
 * @param repeatedHeaders whether {@link dev.heddle.options.Limits#headerCount} counts names instead of lines; the size of the head
 *     still bounds the lines
 */
public record Leniency(boolean missingHost, boolean unknownExpectation, boolean repeatedHeaders) {
    /** Nothing is accepted against the standard. */
    public static final Leniency NONE = new Leniency(false, false, false);
}
