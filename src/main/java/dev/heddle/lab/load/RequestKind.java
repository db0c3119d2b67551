package dev.heddle.lab.load;

/**
 * A kind of request, measured apart from the others.
 *
 * @param name its name in tables
 * @param target what it asks for, such as {@code /spin?us=10}
 * @param weight how often it is sent, in proportion to the weights of the others
 */
public record RequestKind(String name, String target, int weight) {
    /** @throws IllegalArgumentException if it cannot be sent */
    public RequestKind {
        if (!target.matches("/[!-~]*")) {
            throw new IllegalArgumentException("a request's target must begin with '/' and have no spaces: " + target);
        }
        if (weight < 1) {
            throw new IllegalArgumentException("a request's weight must be at least 1, not " + weight);
        }
    }

    /** The only kind of a load. */
    public static RequestKind only(String target) {
        return new RequestKind(target, target, 1);
    }

    byte[] bytes(String host, boolean closes) {
        String head = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + (closes ? "Connection: close\r\n" : "");
        return (head + "\r\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
