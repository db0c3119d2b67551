package dev.heddle.cli;

import dev.heddle.lab.load.RequestKind;

/** A kind of request on the command line: its weight and its path, such as {@code 99 /plaintext}. */
final class WeightedRequest {
    private WeightedRequest() {}

    /** @throws IllegalArgumentException if it is none; the message is for the user */
    static RequestKind of(String text) {
        String[] parts = text.strip().split(" +", -1);
        if (parts.length != 2 || !WholeNumber.isDigits(parts[0]) || parts[0].length() > 9) {
            throw new IllegalArgumentException(
                    "--request needs a weight and a path, such as '99 /plaintext', not '" + text + "'");
        }
        return new RequestKind(parts[1], parts[1], Integer.parseInt(parts[0]));
    }
}
