package dev.heddle.support;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.Limits;
import java.io.IOException;
import java.util.Locale;

/** A protocol as the contract of the architectures uses it: the same short texts as messages and replies. */
public enum Dialect {
    /** A text is the path of a GET request, and the body of its response. */
    HTTP {
        @Override
        public String phrase(String text) {
            return "GET /" + text + " HTTP/1.1\r\nHost: heddle\r\n\r\n";
        }

        @Override
        public Server.Builder server(Talk talk) {
            return Server.http(
                    request -> Response.text(talk.reply(request.path().substring(1))));
        }

        @Override
        public String readReply(TestClient client) throws IOException {
            HttpReply reply = client.readReply();
            return reply.status() == 500 ? FAILED : reply.text();
        }
    },

    /** A text is a line, and so is its reply. */
    LINE {
        @Override
        public String phrase(String text) {
            return text + "\r\n";
        }

        @Override
        public Server.Builder server(Talk talk) {
            return Server.of(new LineProtocol(talk::reply, Limits.defaults()));
        }

        @Override
        public String readReply(TestClient client) throws IOException {
            String line = client.readLine();
            return line.startsWith("-ERR ") ? FAILED : line;
        }
    };

    /** What {@link #readReply} returns for a message whose handler failed. */
    public static final String FAILED = "(failed)";

    /** The handler: maps a text to its reply. */
    @FunctionalInterface
    public interface Talk {
        /** Returns the reply, also a short text of letters, digits and hyphens. */
        String reply(String text) throws Exception;
    }

    /** A message as it is sent. */
    public abstract String phrase(String text);

    /** A server with that handler. */
    public abstract Server.Builder server(Talk talk);

    /** Reads one reply. */
    public abstract String readReply(TestClient client) throws IOException;

    /** Sends a message and reads its reply. */
    public String ask(TestClient client, String text) throws IOException {
        return readReply(client.send(phrase(text)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
