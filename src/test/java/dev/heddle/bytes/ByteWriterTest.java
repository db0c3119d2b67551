package dev.heddle.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    private static final int MAX = 1000;

    private final List<String> sent = new ArrayList<>();
    private boolean peerIsGone;
    private final ByteWriter writer = new ByteWriter(
            (from, offset, length) -> {
                if (peerIsGone) {
                    throw new IOException("the peer is gone");
                }
                sent.add(new String(from, offset, length, StandardCharsets.ISO_8859_1));
            },
            MAX);

    private void reply(String text) throws IOException {
        writer.begin();
        writer.writeLatin1(text);
        writer.end();
    }

    @Test
    void repliesAreSentInOneWrite() throws IOException {
        reply("one ");
        reply("two ");
        reply("three");
        assertThat(sent).isEmpty();
        assertThat(writer.isEmpty()).isFalse();
        writer.flush();
        assertThat(sent).containsExactly("one two three");
        assertThat(writer.isEmpty()).isTrue();
        writer.flush();
        assertThat(sent).as("an empty buffer is not written").hasSize(1);
    }

    @Test
    void everyWriteMethodAppendsItsBytes() throws IOException {
        writer.write('a');
        writer.write(0xe9);
        writer.write(Ascii.bytes("bc"));
        writer.write(Ascii.bytes("xdex"), 1, 2);
        writer.writeLatin1("f\u00ff");
        writer.flush();
        assertThat(sent).containsExactly("a\u00e9bcdef\u00ff");
    }

    @Test
    void unsentReplyCanBeRolledBack() throws IOException {
        reply("kept ");
        writer.begin();
        writer.writeLatin1("half a repl");
        assertThat(writer.committed()).isFalse();
        assertThat(writer.rollback()).isTrue();
        reply("instead");
        writer.flush();
        assertThat(sent).containsExactly("kept instead");
    }

    @Test
    void partlySentReplyCannotBeRolledBack() throws IOException {
        writer.begin();
        writer.writeLatin1("half ");
        writer.flush();
        assertThat(writer.committed()).isTrue();
        writer.writeLatin1("more");
        assertThat(writer.rollback()).isFalse();
        writer.flush();
        assertThat(sent).containsExactly("half ", "more");
    }

    @Test
    void committedIsResetAfterEachReply() throws IOException {
        writer.begin();
        writer.writeLatin1("long ");
        writer.flush();
        writer.writeLatin1("reply");
        writer.end();
        assertThat(writer.committed()).as("between two replies").isFalse();
        writer.begin();
        assertThat(writer.committed()).isFalse();
        writer.writeLatin1("oops");
        assertThat(writer.rollback()).isTrue();
        writer.flush();
        assertThat(sent).containsExactly("long ", "reply");
    }

    @Test
    void flushCompletedKeepsTheReplyInProgress() throws IOException {
        reply("complete");
        writer.begin();
        writer.writeLatin1("in progress");
        writer.flushCompleted();
        assertThat(sent).containsExactly("complete");
        assertThat(writer.committed()).isFalse();
        writer.flushCompleted();
        assertThat(sent).hasSize(1);
        assertThat(writer.rollback()).isTrue();
        assertThat(writer.isEmpty()).isTrue();
    }

    @Test
    void replyInProgressContinuesAfterFlushCompleted() throws IOException {
        reply("complete");
        writer.begin();
        writer.writeLatin1("in progress");
        writer.flushCompleted();
        writer.writeLatin1(", whole");
        writer.end();
        writer.flush();
        assertThat(sent).containsExactly("complete", "in progress, whole");
    }

    @Test
    void interimResponseIsSentAfterCompleteRepliesAndAheadOfTheOneInProgress() throws IOException {
        reply("earlier");
        writer.begin();
        writer.writeLatin1("final");
        writer.writeInterim(Ascii.bytes("interim"));
        writer.end();
        writer.flush();
        assertThat(sent).containsExactly("earlier", "interim", "final");
    }

    @Test
    void interimResponseInAPartlySentReplyIsRejected() throws IOException {
        writer.begin();
        writer.writeLatin1("half");
        writer.flush();
        assertThatThrownBy(() -> writer.writeInterim(Ascii.bytes("interim"))).isInstanceOf(IllegalStateException.class);
        assertThat(sent).containsExactly("half");
    }

    @Test
    void largeArrayBypassesTheBufferAfterEarlierBytes() throws IOException {
        reply("earlier");
        writer.begin();
        writer.writeLatin1("head");
        byte[] large = new byte[MAX];
        writer.write(large);
        assertThat(writer.committed()).isTrue();
        assertThat(writer.isEmpty()).isTrue();
        writer.end();
        assertThat(sent).containsExactly("earlierhead", Ascii.latin1(large, 0, MAX));
    }

    @Test
    void largeTextBypassesTheBuffer() throws IOException {
        String large = "\u00e9".repeat(MAX);
        writer.writeLatin1(large);
        assertThat(sent).containsExactly(large);
    }

    @Test
    void replyIsBufferedUpToTheBoundAndSentBeyondIt() throws IOException {
        writer.begin();
        for (int i = 0; i < MAX; i++) {
            writer.write('x');
        }
        assertThat(sent).isEmpty();
        assertThat(writer.committed()).isFalse();
        writer.write('y');
        assertThat(writer.committed()).isTrue();
        writer.flush();
        assertThat(sent).containsExactly("x".repeat(MAX), "y");
    }

    @Test
    void shortReplyAfterManyCompleteOnesCanBeRolledBack() throws IOException {
        reply("c".repeat(MAX - 5));
        writer.begin();
        writer.writeLatin1("sho");
        writer.writeLatin1("rt reply");
        assertThat(sent).containsExactly("c".repeat(MAX - 5));
        assertThat(writer.committed()).isFalse();
        assertThat(writer.rollback()).isTrue();
        reply("instead");
        writer.flush();
        assertThat(sent).containsExactly("c".repeat(MAX - 5), "instead");
    }

    @Test
    void growingTheBufferKeepsItsBytes() throws IOException {
        StringBuilder expected = new StringBuilder();
        writer.begin();
        for (int i = 0; expected.length() < MAX - 10; i++) {
            String piece = i + " ";
            expected.append(piece);
            writer.writeLatin1(piece);
        }
        writer.flush();
        assertThat(sent).containsExactly(expected.toString());
    }

    @Test
    void writesNumbersInDecimal() throws IOException {
        long[] numbers = {0, 9, 10, 99, 100, 12_345, Integer.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        for (long number : numbers) {
            writer.writeDecimal(number);
            writer.flush();
            assertThat(sent.getLast()).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void writesNumbersInHexadecimal() throws IOException {
        long[] numbers = {0, 9, 10, 15, 16, 255, 256, 4096, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE};
        for (long number : numbers) {
            writer.writeHex(number);
            writer.flush();
            assertThat(sent.getLast()).isEqualTo(Long.toHexString(number));
        }
    }

    @Test
    void numbersAtTheEndOfAFullBufferAreWrittenWhole() throws IOException {
        writer.writeLatin1("x".repeat(MAX - 1));
        writer.writeDecimal(Long.MAX_VALUE);
        writer.writeLatin1("x".repeat(MAX - 19));
        writer.writeHex(Long.MAX_VALUE);
        writer.flush();
        assertThat(String.join("", sent))
                .isEqualTo("x".repeat(MAX - 1) + Long.MAX_VALUE + "x".repeat(MAX - 19) + "7fffffffffffffff");
    }

    @Test
    void unsentBytesAreDroppedAfterAFailedWrite() throws IOException {
        reply("lost");
        peerIsGone = true;
        assertThat(writer.broken()).isFalse();
        assertThatThrownBy(writer::flush).isInstanceOf(IOException.class);
        assertThat(writer.broken()).isTrue();
        peerIsGone = false;
        assertThat(writer.isEmpty()).isTrue();
        reply("next");
        writer.flush();
        assertThat(sent).containsExactly("next");
    }

    @Test
    void replyInProgressIsKeptWhenFlushCompletedFails() throws IOException {
        reply("lost");
        writer.begin();
        writer.writeLatin1("in progress");
        peerIsGone = true;
        assertThatThrownBy(writer::flushCompleted).isInstanceOf(IOException.class);
        peerIsGone = false;
        writer.end();
        writer.flush();
        assertThat(sent).containsExactly("in progress");
    }

    @Test
    void trimKeepsUnsentBytesAndAllowsFurtherReplies() throws IOException {
        reply("waits");
        writer.trim();
        assertThat(writer.isEmpty()).isFalse();
        writer.flush();
        writer.trim();
        reply("on");
        writer.flush();
        assertThat(sent).containsExactly("waits", "on");
    }

    @Test
    void bytesAreInsertedIntoAReplyOfWhichNothingWasSent() throws IOException {
        reply("first ");
        writer.begin();
        writer.writeLatin1("head");
        int end = writer.replyLength();
        writer.writeLatin1("|body");
        assertThat(writer.insert(end - 1, Ascii.bytes("..."))).isTrue();
        writer.end();
        writer.flush();
        assertThat(sent).containsExactly("first hea...d|body");
    }

    @Test
    void nothingIsInsertedIntoAReplyThatHasBegunToBeSent() throws IOException {
        writer.begin();
        writer.writeLatin1("head");
        writer.flush();
        writer.writeLatin1("body");
        assertThat(writer.insert(4, Ascii.bytes("..."))).isFalse();
        writer.flush();
        assertThat(sent).containsExactly("head", "body");
    }

    /** Complete replies are sent to make space; if that is not enough the reply itself is, and then it is as it was. */
    @Test
    void insertedBytesThatDoNotFitAreDropped() throws IOException {
        reply("x".repeat(100));
        writer.begin();
        writer.writeLatin1("y".repeat(MAX - 100));
        assertThat(writer.insert(1, Ascii.bytes("..."))).isTrue();
        writer.end();
        writer.flush();
        assertThat(sent).containsExactly("x".repeat(100), "y..." + "y".repeat(MAX - 101));
        writer.begin();
        writer.writeLatin1("z".repeat(MAX - 1));
        assertThat(writer.insert(1, Ascii.bytes("..."))).isFalse();
        writer.end();
        writer.flush();
        assertThat(sent).last().isEqualTo("z".repeat(MAX - 1));
    }

    @Test
    void writerIsBrokenHoweverTheSinkFailed() throws IOException {
        ByteWriter toFullHeap = new ByteWriter(
                (from, offset, length) -> {
                    throw new OutOfMemoryError("on purpose");
                },
                MAX);
        toFullHeap.begin();
        toFullHeap.writeLatin1("lost");
        toFullHeap.end();
        assertThatThrownBy(toFullHeap::flush).isInstanceOf(OutOfMemoryError.class);
        assertThat(toFullHeap.broken()).isTrue();
    }
}
