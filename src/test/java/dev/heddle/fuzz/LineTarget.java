package dev.heddle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.line.LineHandler;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.EveryDelivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Invariants of the line protocol for every input. The protocol is so simple that the expected output is computed here
 * a second time.
 */
public final class LineTarget {
    /** Small enough for short inputs to exceed it, large enough for the reader's buffer to grow. */
    private static final int MAX_LINE = 600;

    private static final int MAX_BUFFER = 1024;
    private static final Limits LIMITS = Limits.builder().lineLength(MAX_LINE).build();

    private static final LineHandler HANDLER = line -> {
        if (line.startsWith("fail")) {
            throw new IllegalStateException("deliberate failure");
        }
        return "<" + line + ">";
    };

    private LineTarget() {}

    /** Entry point of the fuzzer: an input for which it throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(input);
    }

    static void check(byte[] input) {
        String what = Corpus.visible(new String(input, StandardCharsets.ISO_8859_1));
        Conversation expected = expected(new String(input, StandardCharsets.ISO_8859_1));
        assertSame(converse(List.of(input)), expected, "whole: " + what);
        assertSame(converse(EveryDelivery.byteByByte(input)), expected, "byte by byte: " + what);
        assertSame(converse(Delivery.atRandom(input)), expected, "in parts: " + what);
    }

    private static Conversation converse(List<byte[]> parts) {
        return new ArrayConnection(MAX_BUFFER, parts).converse(new LineProtocol(HANDLER, LIMITS));
    }

    private static void assertSame(Conversation actual, Conversation expected, String what) {
        assertThat(actual.wholeOutput()).as(what).isEqualTo(expected.wholeOutput());
        assertThat(actual.ending()).as(what).isEqualTo(expected.ending());
        assertThat(actual.ends()).as("where lines end, " + what).isEqualTo(expected.ends());
        assertThat(actual.largestBuffer()).as("memory, " + what).isLessThanOrEqualTo(MAX_BUFFER);
    }

    /** Computes the expected conversation in the simplest way. */
    private static Conversation expected(String input) {
        StringBuilder output = new StringBuilder();
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        for (int lf = input.indexOf('\n'); lf >= 0 && lf + 1 - at <= MAX_LINE; lf = input.indexOf('\n', at)) {
            boolean crlf = lf > at && input.charAt(lf - 1) == '\r';
            String line = input.substring(at, crlf ? lf - 1 : lf);
            output.append(line.startsWith("fail") ? "-ERR handler failed" : "<" + line + ">")
                    .append(crlf ? "\r\n" : "\n");
            at = lf + 1;
            ends.add(at);
        }
        Ending ending;
        if (input.length() - at >= MAX_LINE) {
            output.append("-ERR line too long\n");
            ending = Ending.LINGER;
        } else {
            ending = at == input.length() ? Ending.NO_MORE : Ending.PEER_LEFT;
        }
        return new Conversation(
                output.toString(), ending, at, List.of(output.toString()), List.of(), List.of(), List.of(), ends, 0);
    }
}
