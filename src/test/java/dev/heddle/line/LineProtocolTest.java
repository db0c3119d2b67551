package dev.heddle.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Limits;
import dev.heddle.support.ArrayConnection;
import dev.heddle.support.Conversation;
import dev.heddle.support.Conversation.Ending;
import dev.heddle.support.EveryDelivery;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LineProtocolTest {
    private static final Limits LIMITS = Limits.builder().lineLength(16).build();

    private static Conversation converse(LineHandler handler, String input) {
        return EveryDelivery.of(new LineProtocol(handler, LIMITS), LIMITS, input);
    }

    private static Conversation echo(String input) {
        return converse(line -> "<" + line + ">", input);
    }

    @Test
    void replyHasTheLineEndOfItsLine() {
        assertThat(echo("hello\n").output()).isEqualTo("<hello>\n");
        assertThat(echo("hello\r\n").output()).isEqualTo("<hello>\r\n");
        assertThat(echo("a\nb\r\nc\n").output()).isEqualTo("<a>\n<b>\r\n<c>\n");
    }

    @Test
    void emptyLineGetsAReply() {
        assertThat(echo("\n").output()).isEqualTo("<>\n");
        assertThat(echo("\r\n").output()).isEqualTo("<>\r\n");
        assertThat(echo("\n\n\r\n").output()).isEqualTo("<>\n<>\n<>\r\n");
    }

    @Test
    void carriageReturnInsideALineIsKept() {
        assertThat(echo("a\rb\n").output()).isEqualTo("<a\rb>\n");
        assertThat(echo("a\r\r\n").output()).isEqualTo("<a\r>\r\n");
    }

    @Test
    void everyByteIsOneCharacter() {
        assertThat(echo("\u0000\u007f\u0080\u00ff\n").output()).isEqualTo("<\u0000\u007f\u0080\u00ff>\n");
    }

    @Test
    void characterAbove255IsSentAsAQuestionMark() {
        assertThat(converse(line -> "\u20ac\u00e9", "x\n").output()).isEqualTo("?\u00e9\n");
    }

    @Test
    void emptyConnectionGetsNoReply() {
        Conversation empty = echo("");
        assertThat(empty.output()).isEmpty();
        assertThat(empty.ending()).isEqualTo(Ending.NO_MORE);
        assertThat(empty.phases()).containsExactly("idle");
    }

    @Test
    void lineOfTheMaximumLengthIsHandled() {
        assertThat(echo("fifteen bytes..\n").output()).isEqualTo("<fifteen bytes..>\n");
        assertThat(echo("14 bytes now..\r\n").output()).isEqualTo("<14 bytes now..>\r\n");
    }

    @Test
    void lineOneByteTooLongGetsAnErrorAndClosesTheConnection() {
        for (String tooLong : new String[] {"sixteen bytes...\n", "fifteen bytes..\r\n", "sixteen bytes..."}) {
            Conversation rejected = echo("first\n" + tooLong + "next\n");
            assertThat(rejected.output()).isEqualTo("<first>\n-ERR line too long\n");
            assertThat(rejected.ending()).isEqualTo(Ending.LINGER);
        }
    }

    @Test
    void unfinishedLineGetsNoReply() {
        Conversation unfinished = echo("whole\nhalf");
        assertThat(unfinished.output()).isEqualTo("<whole>\n");
        assertThat(unfinished.ending()).isEqualTo(Ending.PEER_LEFT);
    }

    @Test
    void failingHandlerGivesAnErrorAndKeepsTheConnection() {
        LineHandler divides = line -> String.valueOf(12 / Integer.parseInt(line));
        Conversation mixed = converse(divides, "3\n0\r\nx\n4\n");
        assertThat(mixed.output()).isEqualTo("4\n-ERR handler failed\r\n-ERR handler failed\n3\n");
        assertThat(mixed.ending()).isEqualTo(Ending.NO_MORE);
        assertThat(mixed.handlerFailures())
                .hasExactlyElementsOfTypes(ArithmeticException.class, NumberFormatException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose: a handler may be compiled without a null checker
    void handlerReturningNullGivesAnError() {
        Conversation failed = converse(line -> null, "x\n");
        assertThat(failed.output()).isEqualTo("-ERR handler failed\n");
        assertThat(failed.handlerFailures()).hasExactlyElementsOfTypes(NullPointerException.class);
    }

    @Test
    void handlerThrowingAnErrorGivesAnErrorAndKeepsTheConnection() {
        Conversation failed = converse(
                line -> {
                    throw new StackOverflowError();
                },
                "x\ny\n");
        assertThat(failed.output()).isEqualTo("-ERR handler failed\n-ERR handler failed\n");
    }

    @Test
    void replyOfTwoLinesIsReplacedByAnError() {
        Conversation failed = converse(line -> line + "\nforged", "x\ny\n");
        assertThat(failed.output()).isEqualTo("-ERR handler failed\n-ERR handler failed\n");
        assertThat(failed.handlerFailures()).hasSize(2);
    }

    @Test
    void pipelinedLinesGetTheirRepliesInOneWrite() {
        Conversation batch = ArrayConnection.of(LIMITS, "a\nb\nc\n")
                .converse(new LineProtocol(line -> line.toUpperCase(Locale.ROOT), LIMITS));
        assertThat(batch.writes()).containsExactly("A\nB\nC\n");
    }

    @Test
    void slowPeerGetsAnErrorReply() {
        Conversation slow =
                ArrayConnection.of(LIMITS, "whole\nhal").thenTooSlow().converse(new LineProtocol(l -> l, LIMITS));
        assertThat(slow.output()).isEqualTo("whole\n-ERR too slow\n");
        assertThat(slow.ending()).isEqualTo(Ending.LINGER);
    }

    @Test
    void closingServerRepliesToTheLastLineAndReadsNoOther() {
        Conversation last =
                ArrayConnection.of(LIMITS, "a\n", "b\n").closing().converse(new LineProtocol(l -> l, LIMITS));
        assertThat(last.output()).isEqualTo("a\n");
        assertThat(last.ending()).isEqualTo(Ending.CLOSE);
    }

    @Test
    void overloadReplyIsAnErrorLine() {
        LineProtocol protocol = new LineProtocol(l -> l, LIMITS);
        assertThat(new String(protocol.overloadReply(), StandardCharsets.ISO_8859_1))
                .isEqualTo("-ERR busy\n");
        assertThat(protocol.scheme()).isEqualTo("tcp");
    }
}
