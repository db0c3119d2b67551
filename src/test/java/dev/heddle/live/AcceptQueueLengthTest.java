package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The length of the kernel's queue of connections that are not accepted. */
class AcceptQueueLengthTest {
    private static final String QUEUES = " 00000000:0000000C 00:00000000 00000000  1000        0 12345 1";

    @Test
    void onlyListeningSocketsOfThePortCount() {
        AcceptQueueLength queue = new AcceptQueueLength(0x1F90);
        assertThat(queue.queued("   0: 0100007F:1F90 00000000:0000 0A" + QUEUES))
                .isEqualTo(12);
        assertThat(queue.queued("   1: 0100007F:1F91 00000000:0000 0A" + QUEUES))
                .as("another port")
                .isZero();
        assertThat(queue.queued("   2: 0100007F:1F90 0100007F:C350 01" + QUEUES))
                .as("a connection")
                .isZero();
        assertThat(queue.queued("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"))
                .as("the heading")
                .isZero();
        assertThat(queue.queued("")).isZero();
    }

    /** A folder can be opened, and fails when it is read: as late as a table that the system stops to tell. */
    @Test
    void tableThatCannotBeReadIsUnknownAndNoFailure() {
        assertThat(new AcceptQueueLength(80, List.of(Path.of("/"))))
                .satisfies(queue -> assertThat(queue.now()).isEmpty());
    }

    @Test
    void connectionsThatNobodyAcceptsAreCounted() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Socket first = new Socket(listening.getInetAddress(), listening.getLocalPort());
                Socket second = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            AcceptQueueLength queue = new AcceptQueueLength(listening.getLocalPort());
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Eventually.await("both are queued", () -> queue.now().orElseThrow() == 2);
            listening.accept().close();
            Eventually.await("one is queued", () -> queue.now().orElseThrow() == 1);
        }
    }
}
