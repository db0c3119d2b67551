package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses one request head incrementally, as its bytes arrive.
 *
 * <pre>
 *   (empty lines) request-line CRLF *( field-line CRLF ) CRLF
 * </pre>
 *
 * It examines each byte once, in whatever pieces the head arrives, and rejects the head at the first illegal byte: a
 * bare LF, a TLS handshake, a line that is too long. Each head has a parser of its own: writing to a young object is
 * cheap, whereas references stored in an object as old as its connection cost the garbage collector work; and an idle
 * connection holds no parser. Not thread-safe.
 */
final class HeadParser {
    /** RFC 9112 2.2 says to ignore at least one empty line: some clients send one after a body. */
    private static final int MAX_EMPTY_LINES = 8;

    /** Initial capacity, in headers: requests of programs have one or two; the array grows for those of browsers. */
    private static final int INITIAL_FIELDS = 2;

    private static final int[] NONE = {};

    private final Limits limits;
    private final boolean allowsMissingHost;
    private final boolean allowsRepeatedHeaders;

    // Progress in the head. All offsets are relative to the reader's position.

    /** Offset of the current line. */
    private int lineFrom;
    /** Number of bytes already searched for a line end. */
    private int scanned;

    private int emptyLines;
    private boolean hasRequestLine;

    // The lines parsed so far.

    private String method = "";
    private int targetFrom;
    private int targetTo;
    private int minorVersion;
    /** Four offsets for each header: begin and end of its name, begin and end of its value. */
    private int[] fields = NONE;

    private int fieldCount;
    private int hostField = -1;
    private final FramingHeaders framing;

    HeadParser(Limits limits, Leniency leniency) {
        this.limits = limits;
        this.allowsMissingHost = leniency.missingHost();
        this.allowsRepeatedHeaders = leniency.repeatedHeaders();
        this.framing = new FramingHeaders(leniency.unknownExpectation());
    }

    /**
     * Continues parsing with the bytes that have arrived.
     *
     * @return the head, whose bytes are consumed; or null if more bytes are needed
     * @throws HttpError if the bytes cannot become an acceptable request
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
                throw malformed("bare LF at the end of a line");
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

    /** The first line of a head that was rejected. To be called before any other byte is consumed. */
    RejectedLine rejectedLine(ByteReader in) {
        if (!hasRequestLine) {
            return RejectedLine.of(in);
        }
        int base = in.position();
        return RejectedLine.of(in, method, Ascii.latin1(in.array(), base + targetFrom, base + targetTo), minorVersion);
    }

    private void dropEmptyLine(ByteReader in) throws HttpError {
        if (++emptyLines > MAX_EMPTY_LINES) {
            throw malformed("too many empty lines before a request (limit " + MAX_EMPTY_LINES + ")");
        }
        in.skip(scanned);
        scanned = 0;
    }

    /** Parses a complete line; returns the head if this was its last line. */
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

    // ---- limits, and faults in an incomplete line

    private void checkLength(int end) throws HttpError {
        if (!hasRequestLine && end - lineFrom > limits.requestLine()) {
            throw new HttpError(
                    Status.URI_TOO_LONG, "request line too long (limit " + limits.requestLine() + " bytes)");
        }
        if (end > limits.head()) {
            throw new HttpError(Status.HEADERS_TOO_LARGE, "request head too large (limit " + limits.head() + " bytes)");
        }
    }

    /** Rejects an incomplete line that cannot become a valid one, as its end might never arrive. */
    private void checkUnfinished(ByteReader in) throws HttpError {
        int end = in.buffered();
        checkLength(end);
        byte[] bytes = in.array();
        // Starts at the last byte checked before: if it was a CR it was accepted, but only an LF may follow it.
        int from = Math.max(lineFrom, scanned - 1);
        for (int i = in.position() + from, to = in.position() + end; i < to; i++) {
            boolean lastIsCr = bytes[i] == '\r' && i + 1 == to;
            if (!lastIsCr && !Grammar.isFieldValueByte(bytes[i])) {
                throw malformed("illegal byte " + (bytes[i] & 0xff) + " in the request head");
            }
        }
        if (!hasRequestLine && end > lineFrom && in.at(lineFrom) != '\r' && !Grammar.isToken(in.at(lineFrom))) {
            throw malformed("malformed request line: begins with byte " + (in.at(lineFrom) & 0xff));
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
            throw malformed("malformed request line: expected method SP");
        }
        method = Method.of(bytes, start, i);
        int target = i + 1;
        int version = end - "HTTP/1.1".length();
        if (version - 1 <= target || bytes[version - 1] != ' ') {
            throw malformed("malformed request line: expected request-target SP HTTP-version");
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
            throw malformed("malformed request line: expected version HTTP/d.d");
        }
        if (bytes[at + 5] != '1') {
            throw new HttpError(
                    Status.VERSION_NOT_SUPPORTED,
                    "unsupported version HTTP/" + (char) bytes[at + 5] + "." + (char) bytes[at + 7]);
        }
        // A higher minor version is handled as 1.1 (RFC 9110 2.5).
        return bytes[at + 7] == '0' ? 0 : 1;
    }

    /** Checks the four forms of a request target (RFC 9112 3.2). */
    private void checkTarget(byte[] bytes, int from, int to) throws HttpError {
        if (method.equals("CONNECT")) {
            throw new HttpError(Status.NOT_IMPLEMENTED, "CONNECT is not supported");
        }
        if (bytes[from] == '*' && to == from + 1) {
            if (!method.equals("OPTIONS")) {
                throw malformed("request target * is only allowed with OPTIONS");
            }
            return;
        }
        if (!Grammar.isTarget(bytes, from, to)) {
            throw malformed("illegal character in request target");
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
            throw malformed("invalid request target: neither a path nor an absolute http URI");
        }
        int end = authority;
        while (end < to && bytes[end] != '/' && bytes[end] != '?') {
            end++;
        }
        // An http URI has a non-empty host (RFC 9110 4.2.1), and userinfo is a sign of an attack (4.2.4).
        if (end == authority || bytes[authority] == ':' || !Grammar.isAuthority(bytes, authority, end)) {
            throw malformed("invalid host in absolute request target");
        }
    }

    // ---- field lines: field-name ":" OWS field-value OWS (RFC 9112 5)

    private void fieldLine(byte[] bytes, int base, int from, int to) throws HttpError {
        if (fieldCount == limits.headerCount() && !allowsRepeatedHeaders) {
            throw tooManyHeaders();
        }
        int start = base + from;
        int colon = HeaderLines.colon(bytes, start, base + to);
        int valueFrom = HeaderLines.skipSpace(bytes, colon + 1, base + to);
        int valueTo = HeaderLines.skipSpaceBack(bytes, valueFrom, base + to);
        HeaderLines.checkValue(bytes, valueFrom, valueTo);
        if (4 * fieldCount == fields.length) {
            fields = Arrays.copyOf(fields, Math.max(4 * INITIAL_FIELDS, 4 * fields.length));
        }
        fields[4 * fieldCount] = from;
        fields[4 * fieldCount + 1] = colon - base;
        fields[4 * fieldCount + 2] = valueFrom - base;
        fields[4 * fieldCount + 3] = valueTo - base;
        if (Ascii.equalsIgnoreCase(bytes, start, colon, "host")) {
            host(bytes, valueFrom, valueTo);
        } else {
            framing.add(bytes, start, colon, valueFrom, valueTo);
        }
        fieldCount++;
    }

    private HttpError tooManyHeaders() {
        return new HttpError(Status.HEADERS_TOO_LARGE, "too many headers (limit " + limits.headerCount() + ")");
    }

    /** The limit as the JDK's own server counts it. Once for each head, as the number of lines may be large. */
    private void checkNames(byte[] bytes, int base) throws HttpError {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < fieldCount; i++) {
            names.add(Ascii.latin1(bytes, base + fields[4 * i], base + fields[4 * i + 1])
                    .toLowerCase(Locale.ROOT));
        }
        if (names.size() > limits.headerCount()) {
            throw tooManyHeaders();
        }
    }

    private void host(byte[] bytes, int from, int to) throws HttpError {
        if (hostField >= 0) {
            throw malformed("more than one Host header");
        }
        if (!Grammar.isAuthority(bytes, from, to)) {
            throw malformed("invalid Host header");
        }
        hostField = fieldCount;
    }

    // ---- the complete head

    private RequestHead head(ByteReader in) throws HttpError {
        if (hostField < 0 && minorVersion > 0 && !allowsMissingHost) {
            throw malformed("missing Host header");
        }
        if (fieldCount > limits.headerCount()) {
            checkNames(in.array(), in.position());
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
