package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.line.LineProtocol;
import dev.heddle.metrics.GuardedEvents;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket whose operations find no memory: nothing that the connection holds is lost. */
@Timeout(30)
class OutOfMemorySocketTest {
    /** How many more of its operations fail. */
    private int failures = 1;

    private int inputsShutDown;
    private int closed;

    private final class FailingSocket extends Socket {
        @Override
        public SocketAddress getRemoteSocketAddress() {
            fail();
            throw new AssertionError("not asked for twice");
        }

        @Override
        public void shutdownInput() {
            fail();
            inputsShutDown++;
        }

        @Override
        public synchronized void close() {
            closed++;
            fail();
        }

        private void fail() {
            if (failures-- > 0) {
                throw new OutOfMemoryError("on purpose");
            }
        }
    }

    private static ServerContext context(ServerOptions options) throws IOException {
        return ServerContext.create(
                options, new LineProtocol(line -> line, Limits.defaults()), new GuardedEvents(new ServerEvents() {}));
    }

    private static Permit permit(ServerContext context) {
        return Objects.requireNonNull(context.capacity().connections().tryAcquire());
    }

    @Test
    void connectionThatCannotBeClosedGivesBackAllThatItHeld() throws Exception {
        ServerContext context = context(ServerOptions.defaults());
        Connection connection = new Connection(0, new FailingSocket(), permit(context), context);
        assertThat(context.connections().add(connection)).isTrue();
        connection.close();
        assertThat(closed).isEqualTo(1);
        assertThat(context.connections().size()).isZero();
        assertThat(context.capacity().connections().inUse()).isZero();
    }

    @Test
    void readerThatCouldNotBeWokenIsWokenAtTheNextTick() throws Exception {
        ServerContext context = context(ServerOptions.defaults());
        try (Connection connection = new Connection(0, new FailingSocket(), permit(context), context)) {
            try {
                connection.closeIfIdle();
            } catch (OutOfMemoryError e) {
                assertThat(inputsShutDown).isZero();
            }
            connection.enforceDeadlines(context.timing().clock().millis());
            assertThat(inputsShutDown).isEqualTo(1);
        }
    }

    @Test
    void connectionThatCannotBeRejectedIsClosed() throws Exception {
        failures = 1;
        ServerContext context = context(ServerOptions.defaults()
                .withLimits(Limits.builder()
                        .connections(1)
                        .connectionOverload(OverloadPolicy.REJECT)
                        .build()));
        Permit all = permit(context);
        Queue<Socket> script = new ArrayDeque<>(List.of(new FailingSocket(), new Socket()));
        ServerSocket scripted = new ServerSocket() {
            @Override
            public Socket accept() {
                Socket next = script.remove();
                if (script.isEmpty()) {
                    all.release();
                }
                return next;
            }
        };
        try (Connection next = new Acceptor(0, new Listener(scripted), context).accept()) {
            assertThat(next).isNotNull();
        }
        assertThat(closed).isEqualTo(1);
    }
}
