package dev.heddle.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
    private static final String ALL = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" //
            + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\ncontent-length:0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhel\r\n\r\n1F\r\n" + "x".repeat(31)
            + "\r\n0\r\nTrailer: value\r\n\r\n" //
            + "HTTP/1.1 204 No Content\r\n\r\n" //
            + "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno";

    /** Reads with that many bytes at a time; the status of each response, with a ! if the server closes. */
    private static List<String> responses(String text, int step) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ResponseReader reader = new ResponseReader();
        List<String> found = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += step) {
            int to = Math.min(from + step, bytes.length);
            for (int at = from; at >= 0 && at < to; ) {
                at = reader.read(bytes, at, to);
                if (at >= 0) {
                    found.add(reader.status() + (reader.closes() ? "!" : ""));
                }
            }
        }
        assertThat(reader.isInside()).isFalse();
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
    void responsesEndWhereTheirFramingSays(int step) throws IOException {
        assertThat(responses(ALL, step)).containsExactly("200", "404", "200", "204", "503!");
    }

    @Test
    void responseWithoutLengthEndsWithTheConnection() throws IOException {
        ResponseReader reader = new ResponseReader();
        byte[] bytes = "HTTP/1.0 200 OK\r\n\r\nas long as it takes".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(reader.read(bytes, 0, bytes.length)).isNegative();
        assertThat(reader.endsWithConnection()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2 hello\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"})
    void anythingElseIsAFault(String text) {
        assertThatThrownBy(() -> responses(text, 1000)).isInstanceOf(IOException.class);
    }
}
