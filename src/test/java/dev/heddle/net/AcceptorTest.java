package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.line.LineProtocol;
import dev.heddle.metrics.GuardedEvents;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An acceptor whose socket fails by script: it backs off, retries, and never gives up. */
@Timeout(30)
class AcceptorTest {
    /** The outcome of each call of accept, in order: a socket, or something to throw. */
    private final Queue<Object> script = new ArrayDeque<>();

    private final List<Throwable> causes = new ArrayList<>();
    private final List<Long> backOffMillis = new ArrayList<>();
    private final List<Long> reported = new ArrayList<>();

    private final class ScriptedSocket extends ServerSocket {
        ScriptedSocket() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            return switch (script.remove()) {
                case Socket socket -> socket;
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError("not in a script");
            };
        }
    }

    private final class Reports implements ServerEvents {
        private final boolean fails;

        Reports(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
            causes.add(cause);
            reported.add(System.nanoTime());
            backOffMillis.add(TimeUnit.NANOSECONDS.toMillis(backOffNanos));
            if (fails) {
                throw new OutOfMemoryError("no memory for a report");
            }
        }
    }

    static List<Throwable> failures() {
        return List.of(
                new IOException("Too many open files"),
                new IOException("Too many open files in system"),
                new SocketException("No buffer space available"),
                new SocketException("Software caused connection abort"),
                new IllegalStateException("a fault of the JDK's"),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("Could not initialize class"));
    }

    private ServerContext context(boolean reportsFail) throws IOException {
        LineProtocol protocol = new LineProtocol(line -> line, Limits.defaults());
        return ServerContext.create(ServerOptions.defaults(), protocol, new GuardedEvents(new Reports(reportsFail)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void acceptorContinuesAfterEveryFailure(Throwable failure) throws Exception {
        script.addAll(List.of(failure, failure, new Socket()));
        ServerContext context = context(false);
        try (Connection accepted = new Acceptor(0, new Listener(new ScriptedSocket()), context).accept()) {
            assertThat(accepted).isNotNull();
            assertThat(context.connections().size()).isEqualTo(1);
        }
        assertThat(causes).containsExactly(failure, failure);
        assertThat(context.counters().getFirst().failures().sum()).isEqualTo(2);
        assertThat(context.capacity().connections().inUse()).isZero();
    }

    @Test
    void acceptorContinuesWhenReportingAFailureFails() throws Exception {
        script.addAll(List.of(new IOException("Too many open files"), new Socket()));
        try (Connection accepted = new Acceptor(0, new Listener(new ScriptedSocket()), context(true)).accept()) {
            assertThat(accepted).isNotNull();
        }
        assertThat(causes).hasSize(1);
    }

    @Test
    void backOffDoublesUntilAnAcceptSucceeds() throws Exception {
        IOException failure = new IOException("Too many open files");
        for (int i = 0; i < 5; i++) {
            script.add(failure);
        }
        script.addAll(List.of(new Socket(), failure, new Socket()));
        Acceptor acceptor = new Acceptor(0, new Listener(new ScriptedSocket()), context(false));
        long before = System.nanoTime();
        for (int i = 0; i < 2; i++) {
            try (Connection accepted = acceptor.accept()) {
                assertThat(accepted).isNotNull();
            }
        }
        assertThat(backOffMillis).containsExactly(5L, 10L, 20L, 40L, 80L, 5L);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(160));
    }

    /** A listener that makes room, such as that of the admin port, has to do so right before. */
    @Test
    void failureIsReportedBetweenThePauseAndTheNextAttempt() throws Exception {
        script.addAll(List.of(new IOException("Too many open files"), new Socket()));
        long before = System.nanoTime();
        try (Connection accepted = new Acceptor(0, new Listener(new ScriptedSocket()), context(false)).accept()) {
            assertThat(accepted).isNotNull();
        }
        assertThat(reported.getFirst() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
    }

    /** A listener may wait, and the drain waits for the acceptor. */
    @Test
    void failureIsNotReportedOnceTheServerDrains() throws Exception {
        script.add(new Socket());
        ServerContext context = context(false);
        new Acceptor(0, new Listener(new ScriptedSocket()), context).acceptAll(connection -> {
            context.lifecycle().drain();
            throw new OutOfMemoryError("unable to create native thread");
        });
        assertThat(context.counters().getFirst().failures().sum()).isEqualTo(1);
        assertThat(causes).isEmpty();
    }

    @Test
    void connectionWhoseThreadCannotStartIsClosedAndTheNextIsAccepted() throws Exception {
        Socket first = new Socket();
        Socket second = new Socket();
        script.addAll(List.of(first, second));
        ServerContext context = context(false);
        List<Connection> started = new ArrayList<>();
        new Acceptor(0, new Listener(new ScriptedSocket()), context).acceptAll(connection -> {
            if (causes.isEmpty()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            started.add(connection);
            context.lifecycle().drain();
        });
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isFalse();
        assertThat(started).hasSize(1);
        assertThat(context.capacity().connections().inUse()).isEqualTo(1);
        started.getFirst().close();
        assertThat(context.capacity().connections().inUse()).isZero();
    }
}
