package dev.heddle.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Limits;
import dev.heddle.protocol.Protocol;
import dev.heddle.support.Conversation.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives an input to a protocol in every way in which a network may deliver it: whole, byte by byte, and in two parts, divided
 * at each place. How it is delivered must make no difference.
 */
public final class EveryDelivery {
    /** A longer input is divided at this many places only, evenly spread. */
    private static final int MAX_DIVISIONS = 600;

    private EveryDelivery() {}

    /** The one conversation that comes of the input, however it is delivered. The protocol's handler keeps no state. */
    public static Conversation of(Protocol protocol, Limits limits, String input) {
        byte[] bytes = ArrayConnection.bytes(input);
        Conversation whole = new ArrayConnection(limits, List.of(bytes)).converse(protocol);
        Conversation single = new ArrayConnection(limits, byteByByte(bytes)).converse(protocol);
        assertSame(single, whole, "byte by byte");
        int step = 1 + bytes.length / MAX_DIVISIONS;
        for (int at = 1; at < bytes.length; at += step) {
            List<byte[]> halves = List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
            assertSame(new ArrayConnection(limits, halves).converse(protocol), whole, "divided at " + at);
        }
        return whole;
    }

    /** Each byte a part of its own. */
    public static List<byte[]> byteByByte(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        for (byte value : bytes) {
            parts.add(new byte[] {value});
        }
        return parts;
    }

    private static void assertSame(Conversation other, Conversation whole, String delivery) {
        assertThat(other.output()).as("output, delivered %s", delivery).isEqualTo(whole.output());
        assertThat(other.ending()).as("ending, delivered %s", delivery).isEqualTo(whole.ending());
        assertThat(other.handlerFailures())
                .as("failures, delivered %s", delivery)
                .hasSameSizeAs(whole.handlerFailures());
        if (whole.ending() == Ending.NO_MORE || whole.ending() == Ending.CLOSE) {
            assertThat(other.consumed()).as("consumed, delivered %s", delivery).isEqualTo(whole.consumed());
        }
    }
}
