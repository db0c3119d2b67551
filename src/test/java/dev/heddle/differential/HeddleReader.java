package dev.heddle.differential;

import dev.heddle.differential.Reading.End;
import dev.heddle.differential.Reading.Message;
import dev.heddle.http.Headers;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Heddle's parser within the complete protocol: what the handler gets, and what the client would be sent. */
final class HeddleReader implements Reading.Reader {
    @Override
    public Reading read(String input) {
        List<Message> seen = new ArrayList<>();
        Http1Protocol protocol = new Http1Protocol(
                request -> {
                    seen.add(message(request));
                    return Response.text("");
                },
                Limits.defaults());
        Conversation conversation = ArrayConnection.of(Limits.defaults(), input).converse(protocol);
        if (!conversation.handlerFailures().isEmpty()) {
            throw new AssertionError(conversation.handlerFailures().getFirst());
        }
        List<String> faults = conversation.faults();
        return new Reading(ended(seen, conversation), end(conversation, input, faults), String.join("", faults));
    }

    private static List<Message> ended(List<Message> seen, Conversation conversation) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            boolean last = i == conversation.ends().size();
            messages.add(endingAt(
                    seen.get(i),
                    last ? conversation.consumed() : conversation.ends().get(i)));
        }
        return messages;
    }

    private static Message endingAt(Message seen, int end) {
        return new Message(
                seen.method(), seen.target(), seen.minorVersion(), seen.fields(), seen.content(), seen.trailers(), end);
    }

    private static End end(Conversation conversation, String input, List<String> faults) {
        if (!faults.isEmpty()) {
            return End.REJECTED;
        }
        return switch (conversation.ending()) {
            case NO_MORE -> End.of(input.substring(conversation.consumed()));
            case PEER_LEFT -> End.INCOMPLETE;
            // Without a response, the input has ended in the middle of a body.
            case CLOSE -> conversation.output().endsWith("\r\n\r\n") ? End.CLOSED : End.INCOMPLETE;
            case LINGER, CUT -> throw new AssertionError("unexpected ending");
        };
    }

    private static Message message(Request request) throws IOException {
        String content = new String(request.readBody(1 << 20), StandardCharsets.ISO_8859_1);
        return new Message(
                request.method(),
                request.target(),
                request.minorVersion(),
                flat(request.headers()),
                content,
                flat(request.trailers()),
                -1);
    }

    private static List<String> flat(Headers fields) {
        List<String> flat = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            flat.add(fields.name(i));
            flat.add(fields.value(i));
        }
        return flat;
    }
}
