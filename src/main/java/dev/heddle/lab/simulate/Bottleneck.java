package dev.heddle.lab.simulate;

/** What holds the rate down. */
enum Bottleneck {
    /** Every core is used: nothing but more of them would help. */
    CORES("c", "the cores"),
    /** There are more cores than threads. */
    THREAD("t", "the one thread"),
    DISPATCHER("d", "a dispatcher"),
    ACCEPTOR("a", "the one acceptor"),
    GATE("g", "the gate of the acceptors"),
    SHARD("s", "the acceptor of a socket"),
    /** A worker that has more than its share: by the hash, or by its connections' rates. */
    WORKER("w", "a worker with more than its share"),
    NONE(".", "nothing");

    private final String letter;
    private final String text;

    Bottleneck(String letter, String text) {
        this.letter = letter;
        this.text = text;
    }

    String letter() {
        return letter;
    }

    @Override
    public String toString() {
        return text;
    }
}
