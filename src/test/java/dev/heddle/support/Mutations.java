package dev.heddle.support;

import java.util.List;
import java.util.Random;

/** Inputs made of good ones: some of them behind each other, with something changed here and there. */
public final class Mutations {
    private static final int MOST_INPUTS = 3;
    private static final int MOST_CHANGES = 3;
    private static final int MOST_DELETED = 10;

    private final Random random;
    private final List<String> inputs;
    private final List<String> pieces;

    /**
     * @param seed the same gives the same inputs, on every machine
     * @param inputs what to begin with, each character one byte
     * @param pieces what to put in
     */
    public Mutations(long seed, List<String> inputs, List<String> pieces) {
        this.random = new Random(seed);
        this.inputs = List.copyOf(inputs);
        this.pieces = List.copyOf(pieces);
    }

    /** The next input; never empty. */
    public String next() {
        StringBuilder input = new StringBuilder();
        for (int i = 1 + random.nextInt(MOST_INPUTS); i > 0; i--) {
            input.append(oneOf(inputs));
        }
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            if (input.isEmpty()) {
                input.append(oneOf(pieces));
            }
            change(input, random.nextInt(input.length()));
        }
        return input.isEmpty() ? oneOf(pieces) : input.toString();
    }

    private void change(StringBuilder input, int at) {
        switch (random.nextInt(7)) {
            case 0 -> input.setCharAt(at, (char) random.nextInt(256));
            case 1 -> input.deleteCharAt(at);
            case 2 -> input.insert(at, input.charAt(at));
            case 3 -> input.delete(at, Math.min(input.length(), at + 1 + random.nextInt(MOST_DELETED)));
            case 4 -> input.setLength(Math.max(1, at));
            case 5 -> input.insert(at, partOf(oneOf(inputs)));
            default -> input.insert(at, oneOf(pieces));
        }
    }

    private String partOf(String input) {
        if (input.isEmpty()) {
            return input;
        }
        int from = random.nextInt(input.length());
        return input.substring(from, from + random.nextInt(input.length() - from));
    }

    private String oneOf(List<String> strings) {
        return strings.get(random.nextInt(strings.size()));
    }
}
