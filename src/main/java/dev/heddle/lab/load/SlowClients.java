package dev.heddle.lab.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that send a request one byte after another, with a pause before each, and begin again when the server has closed the
 * connection. They do almost nothing, so each is a blocking virtual thread.
 */
final class SlowClients {
    private static final int PAUSE_MILLIS = 100;

    private final List<Thread> threads = new ArrayList<>();

    /** Starts as many as the load has. */
    void start(LoadSpec spec) {
        byte[] request = spec.requests().getFirst().bytes(spec.host(), false);
        for (int i = 0; i < spec.slowClients(); i++) {
            threads.add(Thread.ofVirtual().name("heddle-slow-client-" + i).start(() -> run(spec, request)));
        }
    }

    private static void run(LoadSpec spec, byte[] request) {
        try {
            while (true) {
                try (Socket socket =
                        new Socket(spec.server().getAddress(), spec.server().getPort())) {
                    send(socket.getOutputStream(), request);
                } catch (IOException e) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            // The load has ended.
        }
    }

    private static void send(OutputStream out, byte[] request) throws IOException, InterruptedException {
        while (true) {
            for (byte next : request) {
                Thread.sleep(PAUSE_MILLIS);
                out.write(next);
            }
        }
    }

    void stop() {
        threads.forEach(Thread::interrupt);
    }
}
