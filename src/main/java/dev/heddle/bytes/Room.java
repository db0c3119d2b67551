package dev.heddle.bytes;

import java.io.IOException;

/** Where buffers get the memory for more than the first little piece that each of them has. Safe for any thread. */
public interface Room {
    /** Room without an end. */
    Room UNBOUNDED = new Room() {
        @Override
        public boolean tryTake(int octets) {
            return true;
        }

        @Override
        public void giveBack(int octets) {}

        @Override
        public IOException refusal() {
            return new IOException("no room");
        }
    };

    /** Takes room for so many octets more, to be given back. False if there is not that much. Never blocks. */
    boolean tryTake(int octets);

    /** Gives back what was taken. */
    void giveBack(int octets);

    /** What a reader throws that cannot go on without more. */
    IOException refusal();
}
