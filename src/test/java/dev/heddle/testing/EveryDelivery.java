package dev.heddle.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Limits;
import dev.heddle.protocol.Protocol;
import dev.heddle.testing.Conversation.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives an input to a protocol in every way in which a network may deliver it: whole, octet by octet, and in two parts, divided
 * at each place. How it is delivered must make no difference.
 */
public final class EveryDelivery {
    /** A longer input is divided at this many places only, evenly spread. */
    private static final int MAX_DIVISIONS = 600;

    private EveryDelivery() {}

    /** The one conversation that comes of the input, however it is delivered. The protocol's handler keeps no state. */
    public static Conversation of(Protocol protocol, Limits limits, String input) {
        byte[] octets = ArrayConnection.octets(input);
        Conversation whole = new ArrayConnection(limits, List.of(octets)).converse(protocol);
        Conversation single = new ArrayConnection(limits, octetByOctet(octets)).converse(protocol);
        assertSame(single, whole, "octet by octet");
        int step = 1 + octets.length / MAX_DIVISIONS;
        for (int at = 1; at < octets.length; at += step) {
            List<byte[]> halves = List.of(Arrays.copyOf(octets, at), Arrays.copyOfRange(octets, at, octets.length));
            assertSame(new ArrayConnection(limits, halves).converse(protocol), whole, "divided at " + at);
        }
        return whole;
    }

    /** Each octet a part of its own. */
    public static List<byte[]> octetByOctet(byte[] octets) {
        List<byte[]> parts = new ArrayList<>();
        for (byte octet : octets) {
            parts.add(new byte[] {octet});
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
