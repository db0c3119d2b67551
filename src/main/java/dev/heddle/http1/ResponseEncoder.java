package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.http.Body;
import dev.heddle.http.Headers;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.protocol.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encodes response heads, and responses whose body is in memory (RFC 9112 4 and 6). Stateless. */
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

    /** What the response declares about the connection. */
    enum Persistence {
        /** It is kept: the default in HTTP/1.1. */
        IMPLIED,
        /** It is kept: HTTP/1.0 needs {@code Connection: keep-alive}. */
        EXPLICIT,
        /** It is closed after this response. */
        CLOSE
    }

    /** What marks the end of the body. */
    enum Framing {
        /** Its declared length. */
        LENGTH,
        /** The last chunk. */
        CHUNKED,
        /** The end of the connection. */
        CLOSE,
        /** There is no body and no framing header but the handler's own: the response to HEAD. */
        UNDECLARED
    }

    /** Writes a complete response; without its body if {@code headOnly}. */
    static void writeWhole(
            Transport to,
            Response response,
            byte[] bytes,
            Persistence persistence,
            boolean headOnly,
            @Nullable ExchangeRecord record)
            throws IOException {
        writeHead(to, response.status(), response.headers(), Framing.LENGTH, bytes.length, persistence, record);
        if (!headOnly && !response.status().forbidsBody()) {
            to.out().write(bytes);
        }
    }

    /**
     * Writes a response head.
     *
     * @param length used for {@link Framing#LENGTH}
     * @param record told of it; null if no one listens
     */
    static void writeHead(
            Transport to,
            Status status,
            Headers headers,
            Framing framing,
            long length,
            Persistence persistence,
            @Nullable ExchangeRecord record)
            throws IOException {
        ByteWriter out = to.out();
        long from = record == null ? 0 : out.position();
        statusLine(out, status);
        out.write(DateHeader.at(to.control().epochSecond()));
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
            case EXPLICIT -> out.write(KEEP_ALIVE);
            case CLOSE -> out.write(CLOSE);
        }
        out.write(CRLF);
        if (record != null) {
            record.headWritten(status, from, out.position());
        }
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
            case CLOSE, UNDECLARED -> {}
        }
    }

    /**
     * Says in the head of the response in progress that the connection closes after it.
     *
     * @param headLength bytes of the head
     * @return false if it has been sent
     */
    static boolean addClose(ByteWriter out, int headLength, @Nullable ExchangeRecord record) throws IOException {
        boolean added = out.insert(headLength - CRLF.length, CLOSE);
        if (added && record != null) {
            record.headGrew(CLOSE.length);
        }
        return added;
    }

    /** Writes a short error response of the server's own; 503 gets a {@code Retry-After}. */
    static void writeError(
            Transport to, Status status, Persistence persistence, boolean headOnly, @Nullable ExchangeRecord record)
            throws IOException {
        Response response =
                Response.text(status.code() + " " + status.reason() + "\n").status(status);
        if (status.equals(Status.SERVICE_UNAVAILABLE)) {
            response = response.header("Retry-After", "1");
        }
        byte[] bytes = response.body() instanceof Body.Bytes body ? body.bytes() : new byte[0];
        to.out().begin();
        writeWhole(to, response, bytes, persistence, headOnly, record);
        to.out().end();
        if (record != null) {
            record.completed();
        }
    }
}
