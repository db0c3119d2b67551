package dev.heddle.support;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.Limits;
import java.io.IOException;
import java.util.Locale;

/** A protocol as the contract of the architectures speaks it: the same short texts as messages and as answers. */
public enum Dialect {
    /** A text is the path of a GET request, and the content of its response. */
    HTTP {
        @Override
        public String phrase(String text) {
            return "GET /" + text + " HTTP/1.1\r\nHost: heddle\r\n\r\n";
        }

        @Override
        public Server.Builder server(Talk talk) {
            return Server.http(
                    request -> Response.text(talk.answer(request.path().substring(1))));
        }

        @Override
        public String readAnswer(TestClient client) throws IOException {
            HttpReply reply = client.readReply();
            return reply.status() == 500 ? FAILED : reply.text();
        }
    },

    /** A text is a line, and so is its answer. */
    LINE {
        @Override
        public String phrase(String text) {
            return text + "\r\n";
        }

        @Override
        public Server.Builder server(Talk talk) {
            return Server.of(new LineProtocol(talk::answer, Limits.defaults()));
        }

        @Override
        public String readAnswer(TestClient client) throws IOException {
            String line = client.readLine();
            return line.startsWith("-ERR ") ? FAILED : line;
        }
    };

    /** What {@link #readAnswer} makes of the answer to a message whose handler failed. */
    public static final String FAILED = "(failed)";

    /** What is answered to a text. */
    @FunctionalInterface
    public interface Talk {
        /** The answer, a short text of letters, digits and hyphens too. */
        String answer(String text) throws Exception;
    }

    /** A message as it is sent. */
    public abstract String phrase(String text);

    /** A server that answers texts. */
    public abstract Server.Builder server(Talk talk);

    /** Reads one answer. */
    public abstract String readAnswer(TestClient client) throws IOException;

    /** Sends a message and reads its answer. */
    public String ask(TestClient client, String text) throws IOException {
        return readAnswer(client.send(phrase(text)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
