package dev.heddle.cli;

import dev.heddle.http.Request;

/** A number in a request's query, such as {@code /spin?us=500}: decimal digits only, given exactly once, bounded. */
final class QueryNumber {
    private QueryNumber() {}

    /**
     * Reads the number of a name.
     *
     * @param most the largest number allowed
     * @throws IllegalArgumentException if it is missing, not a number, or too large; the message is one line for the client
     */
    static long of(Request request, String name, long most) {
        String value = null;
        for (String pair : request.query().orElse("").split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                if (value != null) {
                    throw new IllegalArgumentException(name + " is given twice");
                }
                value = pair.substring(name.length() + 1);
            }
        }
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing: " + request.path() + "?" + name + "=N");
        }
        long number = WholeNumber.isDigits(value) ? WholeNumber.number(value) : -1;
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from 0 to " + most + ", not '" + value + "'");
        }
        return number;
    }
}
