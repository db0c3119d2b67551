package dev.heddle.architecture;

import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import dev.heddle.protocol.Lane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/**
 * The sixth architecture, of {@code docs/add-an-architecture.md}: a reader for each connection without any dispatcher, and a virtual
 * thread for each message, without lanes. Only the tests have it: it shows that a message-grained architecture is small, and that the
 * contract can be passed by an architecture that the library does not know.
 */
public record ThreadPerMessage() implements ScheduleFactory {
    @Override
    public String label() {
        return "thread-per-message";
    }

    @Override
    public int acceptors() {
        return 1;
    }

    @Override
    public boolean overlapsMessages() {
        return true;
    }

    @Override
    public Schedule open(ServerContext context) throws IOException {
        return new ThreadPerMessageSchedule(context);
    }

    private static final class ThreadPerMessageSchedule implements Schedule, MessageDispatch {
        private final ServerContext context;
        private final AcceptorGroup acceptors;
        private final Executor workers;

        ThreadPerMessageSchedule(ServerContext context) throws IOException {
            this.context = context;
            this.acceptors = AcceptorGroup.ofOne(context, Listener.open(context));
            this.workers = context.threads().messages();
        }

        @Override
        public InetSocketAddress address() {
            return acceptors.listener().address();
        }

        @Override
        public void start() {
            acceptors.startAcceptingAll(connection -> new PipelinedConnection(connection, context, null, this));
        }

        @Override
        public void stopAccepting(long timeoutNanos) {
            acceptors.stop(timeoutNanos);
        }

        @Override
        public void dispatch(Lane lane, Runnable handle, Runnable reply) {
            workers.execute(() -> {
                handle.run();
                reply.run();
            });
        }
    }
}
