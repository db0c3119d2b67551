package dev.heddle.differential;

import static dev.heddle.differential.Disagreement.Kind.SEEN_DIFFERENTLY;
import static dev.heddle.differential.Disagreement.Kind.SOONER;
import static dev.heddle.differential.Disagreement.Kind.THEY_REJECT;
import static dev.heddle.differential.Disagreement.Kind.WE_REJECT;
import static dev.heddle.differential.JettyReader.JETTY;
import static dev.heddle.differential.NettyReader.NETTY;

import dev.heddle.differential.Disagreement.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** All reasons for which readers may disagree; {@code docs/differential.md} explains each under its name. */
enum Explanation {
    EMPTY_LINES(WE_REJECT, "too many empty lines before a request .*", JETTY, NETTY),
    LINE_OF_LF_ALONE(WE_REJECT, "bare LF at the end of a line", NETTY),
    METHOD(WE_REJECT, "malformed request line: (expected method SP|begins with byte .*)", JETTY, NETTY),
    SPACE_IN_REQUEST_LINE(WE_REJECT, "malformed request line: expected request-target SP HTTP-version", NETTY),
    VERSION_IN_SMALL_LETTERS(WE_REJECT, "malformed request line: expected version HTTP/d\\.d", JETTY, NETTY),
    OTHER_VERSION(WE_REJECT, "unsupported version HTTP/[02-9]\\.[0-9]", JETTY, NETTY),
    MINOR_VERSION_REFUSED(THEY_REJECT, "505 Unknown Version", JETTY),
    CONNECT(WE_REJECT, "CONNECT is not supported", JETTY, NETTY),
    ASTERISK(WE_REJECT, "request target \\* is only allowed with OPTIONS", JETTY, NETTY),
    TARGET_BYTES(WE_REJECT, "illegal character in request target|illegal byte \\d+ in the request head", JETTY, NETTY),
    TARGET_FORM(WE_REJECT, "invalid request target: neither .*", JETTY, NETTY),
    TARGET_HOST(WE_REJECT, "invalid host in absolute request target", JETTY, NETTY),
    NO_HOST(WE_REJECT, "missing Host header", NETTY),
    TWO_HOSTS(WE_REJECT, "more than one Host header", NETTY),
    HOST_FORM(WE_REJECT, "invalid Host header", JETTY, NETTY),
    PORT(THEY_REJECT, "400 Bad HostPort", JETTY),
    FIELD_LINE(WE_REJECT, "malformed header line: expected a name and a colon", NETTY),
    EXPECTATION(WE_REJECT, "unsupported expectation: not 100-continue", JETTY, NETTY),
    CODING_IN_1_0(WE_REJECT, "Transfer-Encoding in an HTTP/1\\.0 request", JETTY),
    CODING_LIST(
            WE_REJECT,
            "invalid Transfer-Encoding: neither a coding nor a list that ends with chunked|unsupported transfer coding: not chunked",
            JETTY,
            NETTY),
    TWO_CODINGS(WE_REJECT, "more than one Transfer-Encoding header", JETTY, NETTY),
    CHUNK_SIZE_DIGITS(WE_REJECT, "chunk size too large", NETTY),
    CHUNK_SIZE_END(WE_REJECT, "missing CRLF after chunk size", JETTY, NETTY),
    CHUNK_EXTENSION(WE_REJECT, "malformed chunk extension: expected a name or value", JETTY, NETTY),
    CHUNK_EXTENSION_BYTES(THEY_REJECT, "java\\.lang\\.IndexOutOfBoundsException: bitIndex < 0: -\\d+", NETTY),
    LIMITS(WE_REJECT, "request body too large .*|too many headers .*", JETTY, NETTY),
    FIELD_NAME_LETTERS(SEEN_DIFFERENTLY, "", JETTY) {
        @Override
        boolean explainsDifference(String ours, String theirs) {
            return ours.equalsIgnoreCase(theirs);
        }
    },
    MINOR_VERSION_SEEN(SEEN_DIFFERENTLY, "", NETTY) {
        @Override
        boolean explainsDifference(String ours, String theirs) {
            return theirs.replaceFirst("minorVersion=[2-9]", "minorVersion=1").equals(ours);
        }
    },
    AT_WHICH_BYTE(SOONER, "", JETTY, NETTY);

    private final Kind kind;
    private final Pattern why;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
    private final Set<String> readers;

    /**
     * @param why matches the error text of the reader that rejects, if one does
     * @param readers the other readers that disagree with Heddle
     */
    Explanation(Kind kind, String why, String... readers) {
        this.kind = kind;
        this.why = Pattern.compile(why);
        this.readers = Set.of(readers);
    }

    /** Returns the explanation of a disagreement, if there is one. */
    static Optional<Explanation> of(Disagreement disagreement) {
        for (Explanation explanation : values()) {
            if (explanation.explains(disagreement)) {
                return Optional.of(explanation);
            }
        }
        return Optional.empty();
    }

    /** Returns its name in the document. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the readers that disagree with Heddle for this reason. */
    Set<String> readers() {
        return readers;
    }

    private boolean explains(Disagreement disagreement) {
        if (disagreement.kind() != kind || !readers.contains(disagreement.reader())) {
            return false;
        }
        return switch (kind) {
            case WE_REJECT -> why.matcher(disagreement.ours()).matches();
            case THEY_REJECT -> why.matcher(disagreement.theirs()).matches();
            case SEEN_DIFFERENTLY -> explainsDifference(disagreement.ours(), disagreement.theirs());
            case SOONER -> true;
            case ENDED_DIFFERENTLY -> false;
        };
    }

    /** Whether this explains the difference between two accepted requests. */
    boolean explainsDifference(String ours, String theirs) {
        return false;
    }
}
