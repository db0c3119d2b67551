package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.line.LineProtocol;
import dev.heddle.metrics.GuardedEvents;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Limits;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the connections that the kernel has queued when a listening socket is closed. */
@Timeout(30)
class ListenerTest {
    private static ServerContext context(Scheduler scheduler) throws IOException {
        return ServerContext.create(
                ServerOptions.defaults().withScheduler(scheduler),
                new LineProtocol(line -> line, Limits.defaults()),
                new GuardedEvents(new ServerEvents() {}));
    }

    /** A connection that the kernel has queued. */
    private static Socket queued(Listener listener) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
    }

    private static Socket marker(Listener listener) throws IOException {
        Socket marker = new Socket();
        marker.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.expectMarker(marker.getLocalSocketAddress());
        marker.connect(listener.address());
        return marker;
    }

    @ParameterizedTest
    @EnumSource(Scheduler.class)
    void connectionsBehindTheMarkerAreAcceptedBeforeTheSocketIsToBeClosed(Scheduler scheduler) throws IOException {
        ServerContext context = context(scheduler);
        Listener listener = Listener.open(context);
        try {
            List<Socket> clients = new ArrayList<>(List.of(queued(listener)));
            try (Socket marker = marker(listener);
                    Socket second = marker(listener)) {
                clients.add(queued(listener));
                clients.add(queued(listener));
                for (Socket client : clients) {
                    try (Socket accepted = Objects.requireNonNull(listener.accept(0))) {
                        assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
                    }
                    assertThat(listener.isClosed()).isFalse();
                    client.close();
                }
                assertThat(listener.awaitClosed(0)).isFalse();
                assertThat(listener.accept(0)).isNull();
                listener.close();
                assertThat(listener.isClosed()).isTrue();
                assertThat(listener.awaitClosed(0)).isTrue();
                assertThat(listener.awaitReleased(0)).isTrue();
                assertThat(List.of(marker.isClosed(), second.isClosed())).containsOnly(false);
            }
        } finally {
            listener.close();
            context.threads().close();
        }
    }
}
