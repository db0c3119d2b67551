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

/** The reasons for which readers may disagree: all of them, each explained in {@code docs/differential.md} under its name. */
enum Explanation {
    EMPTY_LINES(WE_REFUSE, "more than 8 empty lines before a request", JETTY, NETTY),
    LINE_OF_LF_ALONE(WE_REFUSE, "a line ends with LF alone", NETTY),
    METHOD(WE_REFUSE, "no method, followed by one space|a request line that begins with byte .*", JETTY, NETTY),
    SPACE_IN_REQUEST_LINE(WE_REFUSE, "no target and version, divided by one space", NETTY),
    VERSION_IN_SMALL_LETTERS(WE_REFUSE, "no version HTTP/d.d at the end of the request line", JETTY, NETTY),
    OTHER_VERSION(WE_REFUSE, "version [02-9]\\.[0-9]", JETTY, NETTY),
    MINOR_VERSION_REFUSED(THEY_REFUSE, "505 Unknown Version", JETTY),
    CONNECT(WE_REFUSE, "CONNECT: this is no proxy", JETTY, NETTY),
    ASTERISK(WE_REFUSE, "target \\* is for OPTIONS alone", JETTY, NETTY),
    TARGET_BYTES(WE_REFUSE, "a target with something that cannot stand in one|byte \\d+ in a head", JETTY, NETTY),
    TARGET_FORM(WE_REFUSE, "a target that is neither a path nor an absolute http URI", JETTY, NETTY),
    TARGET_HOST(WE_REFUSE, "an absolute target without a valid host", JETTY, NETTY),
    NO_HOST(WE_REFUSE, "HTTP/1.1 without Host", NETTY),
    TWO_HOSTS(WE_REFUSE, "two Host fields", NETTY),
    HOST_FORM(WE_REFUSE, "a Host that is no host with an optional port", JETTY, NETTY),
    PORT(THEY_REFUSE, "400 Bad HostPort", JETTY),
    FIELD_LINE(WE_REFUSE, "a field line that does not begin with a name and a colon", NETTY),
    EXPECTATION(WE_REFUSE, "an expectation other than 100-continue", JETTY, NETTY),
    CODING_IN_1_0(WE_REFUSE, "Transfer-Encoding in HTTP/1.0", JETTY),
    CODING_LIST(WE_REFUSE, "a Transfer-Encoding other than chunked", JETTY, NETTY),
    TWO_CODINGS(WE_REFUSE, "two Transfer-Encoding fields", JETTY, NETTY),
    CHUNK_SIZE_DIGITS(WE_REFUSE, "a chunk size that is too large", NETTY),
    CHUNK_SIZE_END(WE_REFUSE, "no CRLF behind the size of a chunk", JETTY, NETTY),
    CHUNK_EXTENSION(WE_REFUSE, "a chunk extension without a name or value", JETTY, NETTY),
    CHUNK_EXTENSION_BYTES(THEY_REFUSE, "java\\.lang\\.IndexOutOfBoundsException: bitIndex < 0: -\\d+", NETTY),
    LIMITS(WE_REFUSE, "content of more than \\d+ bytes|more than \\d+ fields", JETTY, NETTY),
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
