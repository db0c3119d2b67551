package dev.heddle.cli;

/** A command failed for the reason in the message, one line for the user: exit code 1. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
