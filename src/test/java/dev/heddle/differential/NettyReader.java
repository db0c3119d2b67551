package dev.heddle.differential;

import dev.heddle.differential.Reading.End;
import dev.heddle.differential.Reading.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Netty's decoder, fed byte by byte to find out where a request ends. */
final class NettyReader implements Reading.Reader {
    static final String NETTY = "Netty";

    private static final int MAX_HEAD = 16_384;
    private static final HttpDecoderConfig STRICT = new HttpDecoderConfig()
            .setMaxInitialLineLength(8192)
            .setMaxHeaderSize(MAX_HEAD)
            .setStrictLineParsing(true)
            .setValidateHeaders(true)
            .setAllowDuplicateContentLengths(false);

    @Override
    public Reading read(String input) {
        Collector collector = new Collector();
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(STRICT));
        int end = 0;
        for (int at = 0; at < input.length() && collector.why.isEmpty(); at++) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) input.charAt(at)}));
            int before = collector.messages.size();
            for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
                collector.take((HttpObject) read, at + 1);
            }
            if (collector.messages.size() > before) {
                end = at + 1;
            }
        }
        channel.finishAndReleaseAll();
        if (!collector.why.isEmpty()) {
            return new Reading(collector.messages, End.REJECTED, collector.why);
        }
        return new Reading(collector.messages, End.of(input.substring(end)), "");
    }

    private static final class Collector {
        private final List<Message> messages = new ArrayList<>();
        private @Nullable HttpRequest head;
        private StringBuilder content = new StringBuilder();
        private String why = "";

        void take(HttpObject object, int at) {
            DecoderResult result = object.decoderResult();
            if (result.isFailure()) {
                why = String.valueOf(result.cause());
                return;
            }
            if (object instanceof HttpRequest request) {
                head = request;
                content = new StringBuilder();
            }
            if (object instanceof HttpContent part) {
                ByteBuf bytes = part.content();
                content.append(bytes.toString(StandardCharsets.ISO_8859_1));
                bytes.release();
            }
            if (object instanceof LastHttpContent last && head != null) {
                messages.add(new Message(
                        head.method().name(),
                        head.uri(),
                        head.protocolVersion().minorVersion(),
                        flat(head.headers()),
                        content.toString(),
                        flat(last.trailingHeaders()),
                        at));
            }
        }

        private static List<String> flat(HttpHeaders fields) {
            List<String> flat = new ArrayList<>();
            for (Map.Entry<String, String> field : fields) {
                flat.add(field.getKey());
                flat.add(field.getValue());
            }
            return flat;
        }
    }
}
