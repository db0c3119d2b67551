package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.options.Architecture.MessageBalanced;
import dev.heddle.options.Architecture.MultiAcceptor;
import dev.heddle.options.Architecture.SocketSharded;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void allListsFiveArchitecturesByName() {
        assertThat(Architecture.all())
                .extracting(Architecture::label)
                .containsExactly(
                        "single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded");
    }

    @Test
    void everyArchitectureIsFoundByItsName() {
        for (Architecture architecture : Architecture.all()) {
            assertThat(Architecture.named(architecture.label())).isEqualTo(architecture);
        }
    }

    @Test
    void unknownNameIsRejectedWithTheKnownNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Architecture.named("Single-Threaded"))
                .withMessage("unknown architecture 'Single-Threaded'; known: single-threaded, single-acceptor,"
                        + " multi-acceptor, message-balanced, socket-sharded");
    }

    @Test
    void defaultsFollowTheNumberOfCarriers() {
        int carriers = CarrierThreads.count();
        assertThat(Architecture.singleThreaded().acceptors()).isEqualTo(1);
        assertThat(Architecture.singleAcceptor().acceptors()).isEqualTo(1);
        assertThat(Architecture.multiAcceptor().acceptors()).isEqualTo(carriers);
        assertThat(Architecture.socketSharded().acceptors()).isEqualTo(carriers);
        assertThat(Architecture.messageBalanced()).isEqualTo(new MessageBalanced(carriers, Math.max(1, carriers - 1)));
        assertThat(Architecture.messageBalanced().acceptors()).isEqualTo(1);
    }

    @Test
    void fewerThanOneThreadIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiAcceptor(0))
                .withMessage("acceptors must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SocketSharded(-1))
                .withMessage("acceptors must be at least 1, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageBalanced(0, 1))
                .withMessage("dispatchers must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageBalanced(1, 0))
                .withMessage("longLane must be at least 1, not 0");
    }
}
