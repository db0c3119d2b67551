package dev.heddle.lab.simulate;

import dev.heddle.concurrent.AcceptGate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Costs that are timed in this program itself, in ns for each call. The least of several times counts: what disturbs can only make it more. */
final class TimedCalls {
    private static final int REPETITIONS = 21;
    private static final int ACCEPTED = 256;
    private static final int STARTED = 2000;

    private interface Timed {
        long nanos() throws IOException;
    }

    private TimedCalls() {}

    /** The system calls that accept a connection and prepare it, of connections that wait in the kernel's queue. */
    static long accept() throws IOException {
        return least(TimedCalls::acceptOnce);
    }

    /** Starting a virtual thread. */
    static long start() throws IOException {
        return least(TimedCalls::startOnce);
    }

    /** Acquiring and releasing a gate that is free. */
    static long gate() throws IOException {
        return least(TimedCalls::gateOnce);
    }

    private static long least(Timed timed) throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < REPETITIONS; i++) {
            least = Math.min(least, timed.nanos());
        }
        return least;
    }

    private static long acceptOnce() throws IOException {
        List<SocketChannel> open = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ACCEPTED);
            for (int i = 0; i < ACCEPTED; i++) {
                open.add(SocketChannel.open(listener.getLocalAddress()));
            }
            long start = System.nanoTime();
            for (int i = 0; i < ACCEPTED; i++) {
                SocketChannel accepted = listener.accept();
                accepted.configureBlocking(false);
                open.add(accepted);
            }
            return (System.nanoTime() - start) / ACCEPTED;
        } finally {
            for (SocketChannel each : open) {
                each.close();
            }
        }
    }

    private static long startOnce() {
        long start = System.nanoTime();
        for (int i = 0; i < STARTED; i++) {
            Thread.startVirtualThread(() -> {});
        }
        return (System.nanoTime() - start) / STARTED;
    }

    private static long gateOnce() {
        AcceptGate gate = new AcceptGate();
        long start = System.nanoTime();
        for (int i = 0; i < STARTED; i++) {
            gate.acquire();
            gate.release();
        }
        return (System.nanoTime() - start) / STARTED;
    }
}
