package dev.heddle.proxy;

/** Compares bytes that arrive with those that are expected. */
final class Prefix {
    private Prefix() {}

    /** Whether the bytes that are there are the expected ones, as far as both go. */
    static boolean agrees(byte[] bytes, int length, byte[] expected) {
        for (int i = 0; i < Math.min(length, expected.length); i++) {
            if (bytes[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
