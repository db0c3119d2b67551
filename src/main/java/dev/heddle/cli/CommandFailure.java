package dev.heddle.cli;

/** A command cannot do what it was asked for, for a reason that its message gives the user in one line: exit code 1. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
