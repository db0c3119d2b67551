package dev.heddle.differential;

import static dev.heddle.differential.Disagreement.Kind.SEEN_DIFFERENTLY;
import static dev.heddle.differential.Disagreement.Kind.SOONER;
import static dev.heddle.differential.Disagreement.Kind.THEY_REFUSE;
import static dev.heddle.differential.Disagreement.Kind.WE_REFUSE;
import static dev.heddle.differential.JettyReader.JETTY;
import static dev.heddle.differential.NettyReader.NETTY;

import dev.heddle.differential.Disagreement.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The reasons for which readers may disagree: all of them, each explained in {@code docs/differential.md} under its
 * name.
 */
enum Explanation {
    EMPTY_LINES(WE_REFUSE, "too many empty lines before a request .*", JETTY, NETTY),
    LINE_OF_LF_ALONE(WE_REFUSE, "bare LF at the end of a line", NETTY),
    METHOD(WE_REFUSE, "malformed request line: (expected method SP|begins with byte .*)", JETTY, NETTY),
    SPACE_IN_REQUEST_LINE(WE_REFUSE, "malformed request line: expected request-target SP HTTP-version", NETTY),
    VERSION_IN_SMALL_LETTERS(WE_REFUSE, "malformed request line: expected version HTTP/d\\.d", JETTY, NETTY),
    OTHER_VERSION(WE_REFUSE, "unsupported version HTTP/[02-9]\\.[0-9]", JETTY, NETTY),
    MINOR_VERSION_REFUSED(THEY_REFUSE, "505 Unknown Version", JETTY),
    CONNECT(WE_REFUSE, "CONNECT is not supported", JETTY, NETTY),
    ASTERISK(WE_REFUSE, "request target \\* is only allowed with OPTIONS", JETTY, NETTY),
    TARGET_BYTES(WE_REFUSE, "illegal character in request target|illegal byte \\d+ in the request head", JETTY, NETTY),
    TARGET_FORM(WE_REFUSE, "invalid request target: neither .*", JETTY, NETTY),
    TARGET_HOST(WE_REFUSE, "invalid host in absolute request target", JETTY, NETTY),
    NO_HOST(WE_REFUSE, "missing Host header", NETTY),
    TWO_HOSTS(WE_REFUSE, "more than one Host header", NETTY),
    HOST_FORM(WE_REFUSE, "invalid Host header", JETTY, NETTY),
    PORT(THEY_REFUSE, "400 Bad HostPort", JETTY),
    FIELD_LINE(WE_REFUSE, "malformed header line: expected a name and a colon", NETTY),
    EXPECTATION(WE_REFUSE, "unsupported expectation: not 100-continue", JETTY, NETTY),
    CODING_IN_1_0(WE_REFUSE, "Transfer-Encoding in an HTTP/1\\.0 request", JETTY),
    CODING_LIST(WE_REFUSE, "invalid Transfer-Encoding: not a single coding", JETTY, NETTY),
    TWO_CODINGS(WE_REFUSE, "more than one Transfer-Encoding header", JETTY, NETTY),
    CHUNK_SIZE_DIGITS(WE_REFUSE, "chunk size too large", NETTY),
    CHUNK_SIZE_END(WE_REFUSE, "missing CRLF after chunk size", JETTY, NETTY),
    CHUNK_EXTENSION(WE_REFUSE, "malformed chunk extension: expected a name or value", JETTY, NETTY),
    CHUNK_EXTENSION_BYTES(THEY_REFUSE, "java\\.lang\\.IndexOutOfBoundsException: bitIndex < 0: -\\d+", NETTY),
    LIMITS(WE_REFUSE, "request body too large .*|too many headers .*", JETTY, NETTY),
    FIELD_NAME_LETTERS(SEEN_DIFFERENTLY, "", JETTY) {
        @Override
        boolean explainsWhatIsSeen(String ours, String theirs) {
            return ours.equalsIgnoreCase(theirs);
        }
    },
    MINOR_VERSION_SEEN(SEEN_DIFFERENTLY, "", NETTY) {
        @Override
        boolean explainsWhatIsSeen(String ours, String theirs) {
            return theirs.replaceFirst("minorVersion=[2-9]", "minorVersion=1").equals(ours);
        }
    },
    AT_WHICH_BYTE(SOONER, "", JETTY, NETTY);

    private final Kind kind;
    private final Pattern why;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
    private final Set<String> readers;

    /**
     * @param why what the one that refuses says, if one does
     * @param readers the others that disagree
     */
    Explanation(Kind kind, String why, String... readers) {
        this.kind = kind;
        this.why = Pattern.compile(why);
        this.readers = Set.of(readers);
    }

    /** The one that explains a disagreement, if there is one. */
    static Optional<Explanation> of(Disagreement disagreement) {
        for (Explanation explanation : values()) {
            if (explanation.explains(disagreement)) {
                return Optional.of(explanation);
            }
        }
        return Optional.empty();
    }

    /** Its name in the document. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The readers that disagree with ours for this reason. */
    Set<String> readers() {
        return readers;
    }

    private boolean explains(Disagreement disagreement) {
        if (disagreement.kind() != kind || !readers.contains(disagreement.reader())) {
            return false;
        }
        return switch (kind) {
            case WE_REFUSE -> why.matcher(disagreement.ours()).matches();
            case THEY_REFUSE -> why.matcher(disagreement.theirs()).matches();
            case SEEN_DIFFERENTLY -> explainsWhatIsSeen(disagreement.ours(), disagreement.theirs());
            case SOONER -> true;
            case ENDED_DIFFERENTLY -> false;
        };
    }

    /** Whether it explains what two readers see in the same request. */
    boolean explainsWhatIsSeen(String ours, String theirs) {
        return false;
    }
}
