package dev.heddle.tck;

import dev.heddle.jcstress.launcher.StressMain;

/**
 * Checks one implementation, from the class path: the hand-off named by {@code -Dheddle.tck.handoff}, the acceptor named by {@code
 * -Dheddle.tck.acceptor}. Its exit status is {@link StressMain}'s.
 */
public final class Check {
    private Check() {}

    /** Takes the options of {@link StressMain}. */
    public static void main(String[] options) throws Exception {
        String[] words = new String[options.length + 1];
        words[0] = "tck";
        System.arraycopy(options, 0, words, 1, options.length);
        StressMain.main(words);
    }
}
