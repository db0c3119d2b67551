package dev.heddle.differential;

import dev.heddle.differential.Reading.End;
import dev.heddle.differential.Reading.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;

/** Jetty's parser in its strictest mode. */
final class JettyReader implements Reading.Reader {
    static final String JETTY = "Jetty";

    private static final int MAX_HEAD = 16_384;

    static {
        // It logs a warning for about half of the inputs that it rejects.
        System.setProperty("org.slf4j.simpleLogger.log.org.eclipse.jetty", "off");
    }

    @Override
    public Reading read(String input) {
        ByteBuffer bytes = ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1));
        Collector collector = new Collector(bytes);
        HttpParser parser = new HttpParser(collector, MAX_HEAD, HttpCompliance.STRICT);
        int begun = 0;
        while (bytes.hasRemaining() && collector.why.isEmpty()) {
            if (parser.parseNext(bytes) && collector.complete && collector.why.isEmpty()) {
                collector.complete = false;
                begun = bytes.position();
                parser.reset();
            }
        }
        if (!collector.why.isEmpty()) {
            return new Reading(collector.messages, End.REJECTED, collector.why);
        }
        return new Reading(collector.messages, End.of(input.substring(begun)), "");
    }

    private static final class Collector implements HttpParser.RequestHandler {
        private final ByteBuffer bytes;
        private final List<Message> messages = new ArrayList<>();
        private String method = "";
        private String target = "";
        private int minorVersion;
        private List<String> fields = new ArrayList<>();
        private StringBuilder content = new StringBuilder();
        private List<String> trailers = new ArrayList<>();
        private boolean complete;
        private String why = "";

        Collector(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public void startRequest(String asked, String uri, HttpVersion version) {
            method = asked;
            target = uri;
            minorVersion = version == HttpVersion.HTTP_1_0 ? 0 : 1;
            fields = new ArrayList<>();
            content = new StringBuilder();
            trailers = new ArrayList<>();
        }

        @Override
        public void parsedHeader(HttpField field) {
            add(fields, field);
        }

        @Override
        public void parsedTrailer(HttpField field) {
            add(trailers, field);
        }

        private static void add(List<String> to, HttpField field) {
            to.add(field.getName());
            to.add(field.getValue() == null ? "" : field.getValue());
        }

        @Override
        public boolean content(ByteBuffer part) {
            content.append(StandardCharsets.ISO_8859_1.decode(part));
            return false;
        }

        @Override
        public boolean headerComplete() {
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public boolean messageComplete() {
            complete = true;
            messages.add(
                    new Message(method, target, minorVersion, fields, content.toString(), trailers, bytes.position()));
            return true;
        }

        @Override
        public void badMessage(HttpException failure) {
            why = failure.getCode() + " " + failure.getReason();
        }

        @Override
        public void earlyEOF() {
            // No end of input was signalled: this means that the bytes after a head cannot be a body.
            why = "content";
        }
    }
}
