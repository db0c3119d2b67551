package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Body;
import dev.heddle.http.Headers;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import java.io.IOException;

/** Writes response heads, and content that is there (RFC 9112 4 and 6). Pure but for the writer. */
final class ResponseEncoder {
    private static final byte[] OK_LINE = Ascii.bytes("HTTP/1.1 200 OK\r\n");
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("Content-Length: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Ascii.bytes("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("Connection: keep-alive\r\n");
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] COLON = {':', ' '};

    private ResponseEncoder() {}

    /** What the response says of the connection. */
    enum Persistence {
        /** Goes on; HTTP/1.1 takes that for granted. */
        IMPLIED,
        /** Goes on; HTTP/1.0 has to be told. */
        SAID,
        /** Ends behind this response. */
        CLOSE
    }

    /** How the end of the content shows. */
    enum Framing {
        /** By its announced length. */
        LENGTH,
        /** By the last chunk. */
        CHUNKED,
        /** By the end of the connection. */
        CLOSE,
        /** There is no content, and the response says no more of it than its own fields do: the answer to HEAD. */
        UNSAID
    }

    /** A whole response whose content is there; without the content if {@code headOnly}. */
    static void whole(ByteWriter out, Response response, byte[] bytes, Persistence persistence, boolean headOnly)
            throws IOException {
        head(out, response.status(), response.headers(), Framing.LENGTH, bytes.length, persistence);
        if (!headOnly && !response.status().forbidsBody()) {
            out.write(bytes);
        }
    }

    /** A response head. */
    static void head(
            ByteWriter out, Status status, Headers headers, Framing framing, long length, Persistence persistence)
            throws IOException {
        statusLine(out, status);
        out.write(DateHeader.now());
        for (int i = 0; i < headers.size(); i++) {
            out.writeLatin1(headers.name(i));
            out.write(COLON);
            out.writeLatin1(headers.value(i));
            out.write(CRLF);
        }
        if (!status.forbidsBody()) {
            framing(out, framing, length);
        }
        switch (persistence) {
            case IMPLIED -> {}
            case SAID -> out.write(KEEP_ALIVE);
            case CLOSE -> out.write(CLOSE);
        }
        out.write(CRLF);
    }

    private static void statusLine(ByteWriter out, Status status) throws IOException {
        if (status.equals(Status.OK)) {
            out.write(OK_LINE);
            return;
        }
        out.write(VERSION);
        out.writeDecimal(status.code());
        out.write(' ');
        out.writeLatin1(status.reason());
        out.write(CRLF);
    }

    private static void framing(ByteWriter out, Framing framing, long length) throws IOException {
        switch (framing) {
            case LENGTH -> {
                out.write(CONTENT_LENGTH);
                out.writeDecimal(length);
                out.write(CRLF);
            }
            case CHUNKED -> out.write(CHUNKED);
            case CLOSE, UNSAID -> {}
        }
    }

    /** A short response of the server's own. */
    static void error(ByteWriter out, Status status, Persistence persistence, boolean headOnly) throws IOException {
        Response response =
                Response.text(status.code() + " " + status.reason() + "\n").status(status);
        if (status.equals(Status.SERVICE_UNAVAILABLE)) {
            response = response.header("Retry-After", "1");
        }
        byte[] bytes = response.body() instanceof Body.Bytes content ? content.bytes() : new byte[0];
        out.begin();
        whole(out, response, bytes, persistence, headOnly);
        out.end();
    }
}
