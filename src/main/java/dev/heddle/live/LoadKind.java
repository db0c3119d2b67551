package dev.heddle.live;

import java.util.List;

/** A load that a visitor can apply with a click: each shows what one of the architectures is known for. */
enum LoadKind {
    STEADY(
            "A steady load",
            "8 clients, each with 200 small requests a second. Every architecture serves that with ease.") {
        @Override
        List<Clients> clients(int carriers) {
            return List.of(steady());
        }
    },
    SLOW_HANDLER(
            "One slow handler",
            "The steady load, and one client whose requests compute for 200 ms. Who has to wait for it?") {
        @Override
        List<Clients> clients(int carriers) {
            return List.of(steady(), new Clients(1, "/spin?us=200000", 1, 300, false, false));
        }
    },
    BUSY_CONNECTION(
            "One busy connection",
            "The steady load, and one connection that never stops asking for 500 µs of computing. Can an idle worker help?") {
        @Override
        List<Clients> clients(int carriers) {
            return List.of(steady(), new Clients(1, "/spin?us=500", 8, 0, false, false));
        }
    },
    SHORT_AND_LONG(
            "Short and long requests",
            "The steady load, and more clients than workers whose requests compute for 20 ms. Do the short ones wait?") {
        @Override
        List<Clients> clients(int carriers) {
            return List.of(steady(), new Clients(carriers + 2, "/spin?us=20000", 1, 0, false, false));
        }
    },
    NEW_CONNECTIONS("New connections", "32 clients that connect anew for every request, as fast as they can.") {
        @Override
        List<Clients> clients(int carriers) {
            return List.of(new Clients(32, "/plaintext", 1, 0, true, false));
        }
    },
    LARGE_HEADS(
            "Requests that are expensive to read",
            "16 connections with a request after the other, trivial to handle, each with a head of 15 KiB: to read and to sort them is the work.") {
        @Override
        List<Clients> clients(int carriers) {
            return List.of(new Clients(16, "/plaintext", 8, 0, false, true));
        }
    };

    /**
     * Clients that do the same, each on a thread and a connection of its own.
     *
     * @param count how many
     * @param path what they ask for
     * @param pipelined requests that each sends at once, before it reads the responses
     * @param pauseMillis how long each pauses after the responses
     * @param newConnections whether each request has a new connection
     * @param largeHeads whether the head has 15 KiB
     */
    record Clients(
            int count, String path, int pipelined, int pauseMillis, boolean newConnections, boolean largeHeads) {}

    private final String title;
    private final String explanation;

    LoadKind(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    /** What the button says. */
    String title() {
        return title;
    }

    /** What it does, and what to look at. */
    String explanation() {
        return explanation;
    }

    /** The clients, for a server with that many carriers. */
    abstract List<Clients> clients(int carriers);

    private static Clients steady() {
        return new Clients(8, "/plaintext", 1, 5, false, false);
    }
}
