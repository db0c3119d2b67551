package dev.heddle.http;

import org.jspecify.annotations.Nullable;

/**
 * A response status (RFC 9110 15).
 *
 * {@snippet :
 * Response moved = Response.of(Status.SEE_OTHER).header("Location", "/new");
 * Response teapot = Response.of(new Status(418, "I'm a teapot"));
 * }
 *
 * @param code 200 to 999: the server itself sends interim responses
 * @param reason the reason phrase, which clients should ignore (RFC 9112 4)
 */
public record Status(int code, String reason) {
    public static final Status OK = new Status(200, "OK");
    public static final Status CREATED = new Status(201, "Created");
    public static final Status ACCEPTED = new Status(202, "Accepted");
    public static final Status NO_CONTENT = new Status(204, "No Content");
    public static final Status MOVED_PERMANENTLY = new Status(301, "Moved Permanently");
    public static final Status FOUND = new Status(302, "Found");
    public static final Status SEE_OTHER = new Status(303, "See Other");
    public static final Status NOT_MODIFIED = new Status(304, "Not Modified");
    public static final Status BAD_REQUEST = new Status(400, "Bad Request");
    public static final Status UNAUTHORIZED = new Status(401, "Unauthorized");
    public static final Status FORBIDDEN = new Status(403, "Forbidden");
    public static final Status NOT_FOUND = new Status(404, "Not Found");
    public static final Status METHOD_NOT_ALLOWED = new Status(405, "Method Not Allowed");
    public static final Status REQUEST_TIMEOUT = new Status(408, "Request Timeout");
    public static final Status CONFLICT = new Status(409, "Conflict");
    public static final Status GONE = new Status(410, "Gone");
    public static final Status CONTENT_TOO_LARGE = new Status(413, "Content Too Large");
    public static final Status URI_TOO_LONG = new Status(414, "URI Too Long");
    public static final Status UNSUPPORTED_MEDIA_TYPE = new Status(415, "Unsupported Media Type");
    public static final Status EXPECTATION_FAILED = new Status(417, "Expectation Failed");
    public static final Status TOO_MANY_REQUESTS = new Status(429, "Too Many Requests");
    public static final Status HEADERS_TOO_LARGE = new Status(431, "Request Header Fields Too Large");
    public static final Status INTERNAL_SERVER_ERROR = new Status(500, "Internal Server Error");
    public static final Status NOT_IMPLEMENTED = new Status(501, "Not Implemented");
    public static final Status BAD_GATEWAY = new Status(502, "Bad Gateway");
    public static final Status SERVICE_UNAVAILABLE = new Status(503, "Service Unavailable");
    public static final Status VERSION_NOT_SUPPORTED = new Status(505, "HTTP Version Not Supported");

    private static final int FIRST_CODE = 200;

    /** Indexed by code, starting at {@link #FIRST_CODE}; null for codes without a usual phrase. */
    private static final @Nullable Status[] KNOWN = new Status[400];

    static {
        for (Status status : new Status[] {
            OK,
            CREATED,
            ACCEPTED,
            NO_CONTENT,
            MOVED_PERMANENTLY,
            FOUND,
            SEE_OTHER,
            NOT_MODIFIED,
            BAD_REQUEST,
            UNAUTHORIZED,
            FORBIDDEN,
            NOT_FOUND,
            METHOD_NOT_ALLOWED,
            REQUEST_TIMEOUT,
            CONFLICT,
            GONE,
            CONTENT_TOO_LARGE,
            URI_TOO_LONG,
            UNSUPPORTED_MEDIA_TYPE,
            EXPECTATION_FAILED,
            TOO_MANY_REQUESTS,
            HEADERS_TOO_LARGE,
            INTERNAL_SERVER_ERROR,
            NOT_IMPLEMENTED,
            BAD_GATEWAY,
            SERVICE_UNAVAILABLE,
            VERSION_NOT_SUPPORTED
        }) {
            KNOWN[status.code - FIRST_CODE] = status;
        }
    }

    /**
     * Creates a status.
     *
     * @throws IllegalArgumentException if the code is out of range, or the phrase is not printable ASCII
     */
    public Status {
        if (code < 200 || code > 999) {
            throw new IllegalArgumentException("not a final status code (200 to 999): " + code);
        }
        for (int i = 0; i < reason.length(); i++) {
            char c = reason.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                throw new IllegalArgumentException("illegal character " + (int) c + " in the reason phrase");
            }
        }
    }

    /** Returns the status of a code, with its usual phrase or an empty one. */
    public static Status of(int code) {
        int index = code - FIRST_CODE;
        Status known = index >= 0 && index < KNOWN.length ? KNOWN[index] : null;
        return known != null ? known : new Status(code, "");
    }

    /**
     * As of any record. Written out, as the method that the JVM would make takes JDK 21 20 ms at its first call, which is on the way to the
     * first answer.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Status that && code == that.code && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return 31 * code + reason.hashCode();
    }

    /** Whether a response of this status never has a body (RFC 9110 6.4.1). */
    public boolean forbidsBody() {
        return code == 204 || code == 304;
    }
}
