package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds one request head in what has arrived, as far as it has arrived.
 *
 * <pre>
 *   (empty lines) request-line CRLF *( field-line CRLF ) CRLF
 * </pre>
 *
 * It looks at each byte once, however the head trickles in, and refuses it at the first byte that cannot be right: a bare
 * LF, a client that speaks TLS, a line that is too long. One for a head: what is new is cheap to write to, where references
 * written into an object as old as its connection cost the collector work, and an idle connection holds none. Not thread-safe.
 */
final class HeadParser {
    /** RFC 9112 2.2 wants at least one empty line before a request ignored: some clients end their content with one. */
    private static final int MAX_EMPTY_LINES = 8;

    /** The requests of programs have one or two; those of browsers find out that there are more. */
    private static final int FIRST_FIELDS = 2;

    private static final int[] NONE = {};

    private final Limits limits;
    private final boolean takesMissingHost;

    /** Progress in the head that is arriving, all of it offsets from the reader's position. */
    private int lineFrom;

    private int scanned;
    private int emptyLines;
    private boolean hasRequestLine;

    /** What the lines so far say. */
    private String method = "";

    private int targetFrom;
    private int targetTo;
    private int minorVersion;
    /** Four offsets for each field. */
    private int[] fields = NONE;

    private int fieldCount;
    private int hostField = -1;
    private final FramingHeaders framing = new FramingHeaders();

    /** @param takesMissingHost whether HTTP/1.1 without Host is a request, too */
    HeadParser(Limits limits, boolean takesMissingHost) {
        this.limits = limits;
        this.takesMissingHost = takesMissingHost;
    }

    /**
     * Goes on with the head.
     *
     * @return the head, consumed; or null if more bytes are needed
     * @throws HttpError if it cannot become a request that we take
     */
    @Nullable
    RequestHead parse(ByteReader in) throws HttpError {
        while (true) {
            int lf = in.indexOf((byte) '\n', scanned);
            if (lf < 0) {
                checkUnfinished(in);
                scanned = in.buffered();
                return null;
            }
            scanned = lf + 1;
            checkLength(scanned);
            if (lf == lineFrom || in.at(lf - 1) != '\r') {
                throw malformed("a line ends with LF alone");
            }
            RequestHead head = line(in, lineFrom, lf - 1);
            if (head != null) {
                in.skip(scanned);
                return head;
            }
            if (hasRequestLine) {
                lineFrom = scanned;
            } else {
                dropEmptyLine(in);
            }
        }
    }

    private void dropEmptyLine(ByteReader in) throws HttpError {
        if (++emptyLines > MAX_EMPTY_LINES) {
            throw malformed("more than " + MAX_EMPTY_LINES + " empty lines before a request");
        }
        in.skip(scanned);
        scanned = 0;
    }

    /** Takes a whole line; returns the head if that was its last. */
    private @Nullable RequestHead line(ByteReader in, int from, int to) throws HttpError {
        if (hasRequestLine) {
            if (from == to) {
                return head(in);
            }
            fieldLine(in.array(), in.position(), from, to);
        } else if (from < to) {
            requestLine(in.array(), in.position(), from, to);
            hasRequestLine = true;
        }
        return null;
    }

    // ---- limits, and what is wrong before a line is whole

    private void checkLength(int end) throws HttpError {
        if (!hasRequestLine && end - lineFrom > limits.requestLine()) {
            throw new HttpError(Status.URI_TOO_LONG, "a request line of more than " + limits.requestLine() + " bytes");
        }
        if (end > limits.head()) {
            throw new HttpError(Status.HEADERS_TOO_LARGE, "a head of more than " + limits.head() + " bytes");
        }
    }

    /** A line that is not whole yet: refused now if it never can be, since it might never end either. */
    private void checkUnfinished(ByteReader in) throws HttpError {
        int end = in.buffered();
        checkLength(end);
        byte[] bytes = in.array();
        // From the last byte seen before: that was let through if it was a CR, which only an LF may follow.
        int from = Math.max(lineFrom, scanned - 1);
        for (int i = in.position() + from, to = in.position() + end; i < to; i++) {
            boolean lastIsCr = bytes[i] == '\r' && i + 1 == to;
            if (!lastIsCr && !Grammar.isField(bytes[i])) {
                throw malformed("byte " + (bytes[i] & 0xff) + " in a head");
            }
        }
        if (!hasRequestLine && end > lineFrom && in.at(lineFrom) != '\r' && !Grammar.isToken(in.at(lineFrom))) {
            throw malformed("a request line that begins with byte " + (in.at(lineFrom) & 0xff));
        }
    }

    // ---- the request line: method SP request-target SP HTTP-version (RFC 9112 3)

    private void requestLine(byte[] bytes, int base, int from, int to) throws HttpError {
        int start = base + from;
        int end = base + to;
        int i = start;
        while (i < end && Grammar.isToken(bytes[i])) {
            i++;
        }
        if (i == start || i == end || bytes[i] != ' ') {
            throw malformed("no method, followed by one space");
        }
        method = Method.of(bytes, start, i);
        int target = i + 1;
        int version = end - "HTTP/1.1".length();
        if (version - 1 <= target || bytes[version - 1] != ' ') {
            throw malformed("no target and version, divided by one space");
        }
        minorVersion = version(bytes, version);
        targetFrom = target - base;
        targetTo = version - 1 - base;
        checkTarget(bytes, target, version - 1);
    }

    private static int version(byte[] bytes, int at) throws HttpError {
        boolean http = bytes[at] == 'H'
                && bytes[at + 1] == 'T'
                && bytes[at + 2] == 'T'
                && bytes[at + 3] == 'P'
                && bytes[at + 4] == '/'
                && Ascii.isDigit(bytes[at + 5])
                && bytes[at + 6] == '.'
                && Ascii.isDigit(bytes[at + 7]);
        if (!http) {
            throw malformed("no version HTTP/d.d at the end of the request line");
        }
        if (bytes[at + 5] != '1') {
            throw new HttpError(
                    Status.VERSION_NOT_SUPPORTED, "version " + (char) bytes[at + 5] + "." + (char) bytes[at + 7]);
        }
        // A higher minor version is a 1.1 that also knows something else (RFC 9110 2.5).
        return bytes[at + 7] == '0' ? 0 : 1;
    }

    /** The four forms of a target (RFC 9112 3.2). */
    private void checkTarget(byte[] bytes, int from, int to) throws HttpError {
        if (method.equals("CONNECT")) {
            throw new HttpError(Status.NOT_IMPLEMENTED, "CONNECT: this is no proxy");
        }
        if (bytes[from] == '*' && to == from + 1) {
            if (!method.equals("OPTIONS")) {
                throw malformed("target * is for OPTIONS alone");
            }
            return;
        }
        if (!Grammar.isTarget(bytes, from, to)) {
            throw malformed("a target with something that cannot stand in one");
        }
        if (bytes[from] != '/') {
            checkAbsolute(bytes, from, to);
        }
    }

    private static void checkAbsolute(byte[] bytes, int from, int to) throws HttpError {
        int authority = -1;
        for (String scheme : new String[] {"http://", "https://"}) {
            int end = from + scheme.length();
            if (end <= to && Ascii.equalsIgnoreCase(bytes, from, end, scheme)) {
                authority = end;
            }
        }
        if (authority < 0) {
            throw malformed("a target that is neither a path nor an absolute http URI");
        }
        int end = authority;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        // An empty host is no http URI (RFC 9110 4.2.1), and userinfo is an attack (4.2.4).
        if (end == authority || bytes[authority] == ':' || !Grammar.isAuthority(bytes, authority, end)) {
            throw malformed("an absolute target without a valid host");
        }
    }

    // ---- field lines: field-name ":" OWS field-value OWS (RFC 9112 5)

    private void fieldLine(byte[] bytes, int base, int from, int to) throws HttpError {
        if (fieldCount == limits.headerCount()) {
            throw new HttpError(Status.HEADERS_TOO_LARGE, "more than " + limits.headerCount() + " fields");
        }
        int start = base + from;
        int colon = HeaderLines.colon(bytes, start, base + to);
        int valueFrom = HeaderLines.skipSpace(bytes, colon + 1, base + to);
        int valueTo = HeaderLines.skipSpaceBack(bytes, valueFrom, base + to);
        HeaderLines.checkValue(bytes, valueFrom, valueTo);
        if (4 * fieldCount == fields.length) {
            fields = Arrays.copyOf(fields, Math.max(4 * FIRST_FIELDS, 4 * fields.length));
        }
        fields[4 * fieldCount] = from;
        fields[4 * fieldCount + 1] = colon - base;
        fields[4 * fieldCount + 2] = valueFrom - base;
        fields[4 * fieldCount + 3] = valueTo - base;
        if (Ascii.equalsIgnoreCase(bytes, start, colon, "host")) {
            host(bytes, valueFrom, valueTo);
        } else {
            framing.field(bytes, start, colon, valueFrom, valueTo);
        }
        fieldCount++;
    }

    private void host(byte[] bytes, int from, int to) throws HttpError {
        if (hostField >= 0) {
            throw malformed("two Host fields");
        }
        if (!Grammar.isAuthority(bytes, from, to)) {
            throw malformed("a Host that is no host with an optional port");
        }
        hostField = fieldCount;
    }

    // ---- the whole head

    private RequestHead head(ByteReader in) throws HttpError {
        if (hostField < 0 && minorVersion > 0 && !takesMissingHost) {
            throw malformed("HTTP/1.1 without Host");
        }
        framing.check(minorVersion, limits);
        return new RequestHead(
                in.copy(0, scanned),
                method,
                targetFrom,
                targetTo,
                minorVersion,
                fields,
                fieldCount,
                framing.contentLength(),
                framing.keepsConnection(minorVersion),
                framing.expectsContinue() && minorVersion > 0,
                hostField);
    }
}
