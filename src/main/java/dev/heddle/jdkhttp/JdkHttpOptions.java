package dev.heddle.jdkhttp;

import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import java.time.Duration;

/**
 * Options of one server of {@code com.sun.net.httpserver}. {@link #fromSystemProperties} takes them from the JVM's
 * system properties; a server may have options of its own instead ({@link HeddleHttpServerProvider}). Immutable.
 *
 * @param server architecture, limits and timeouts. The program gives address, port and backlog to its server; the
 *     backlog here counts only if that one is 0 or less
 * @param maxRequestTime longest time from the end of a request's head to the end of its body; the connection is
 *     aborted when it is exceeded. Zero for no limit
 * @param maxResponseTime longest time from the end of a request to the end of its response; the connection is aborted
 *     when it is exceeded. Zero for no limit
 * @param maxIdleConnections limit on open connections without an exchange; at it, a response closes its connection.
 *     {@link Integer#MAX_VALUE} for no limit
 * @param noDelay whether {@code TCP_NODELAY} is set
 * @param pathMatching when a context serves a request's path
 * @param attributes where an exchange's attributes are kept
 * @param missingHost whether HTTP/1.1 requests without a Host header are accepted, against RFC 9112 3.2
 */
public record JdkHttpOptions(
        ServerOptions server,
        Duration maxRequestTime,
        Duration maxResponseTime,
        int maxIdleConnections,
        boolean noDelay,
        PathMatching pathMatching,
        AttributeScope attributes,
        boolean missingHost) {
    /** When a context serves a request's path. */
    public enum PathMatching {
        /** If the path begins with the context's: {@code /foo} serves {@code /foobar}. The default up to JDK 26. */
        STRING_PREFIX,
        /** If the segments of the path begin with those of the context's. The default from JDK 27 (JDK-8272758). */
        PATH_PREFIX;

        /** Whether a context's path serves a request's path. */
        boolean matches(String path, String context) {
            return path.startsWith(context)
                    && (this == STRING_PREFIX
                            || context.endsWith("/")
                            || path.length() == context.length()
                            || path.charAt(context.length()) == '/');
        }
    }

    /** Where the attributes of an exchange are kept. */
    public enum AttributeScope {
        /** In its context, shared by all exchanges. The default up to JDK 25. */
        CONTEXT,
        /** In the exchange. The default from JDK 26 (JDK-7105350). */
        EXCHANGE
    }

    /** JDK release from which attributes are an exchange's own. */
    private static final int OWN_ATTRIBUTES_FROM = 26;

    /** JDK release from which paths are matched by segments. */
    private static final int PATH_PREFIX_FROM = 27;

    /** Bytes of a head that is configured without a limit: it has to be buffered, so there is one. */
    private static final int LARGEST_HEAD = 16 << 20;

    /** Prefix of the JDK's own properties. */
    private static final String SUN = "sun.net.httpserver.";

    /** Prefix of the properties that only Heddle has. */
    private static final String HEDDLE = "heddle.";

    /** @throws IllegalArgumentException if a time or number is negative */
    public JdkHttpOptions {
        if (maxRequestTime.isNegative() || maxResponseTime.isNegative()) {
            throw new IllegalArgumentException("maxRequestTime and maxResponseTime must not be negative: "
                    + maxRequestTime + ", " + maxResponseTime);
        }
        if (maxIdleConnections < 0) {
            throw new IllegalArgumentException("maxIdleConnections must not be negative: " + maxIdleConnections);
        }
    }

    /** The options without any system property, for the running JDK. */
    public static JdkHttpOptions defaults() {
        int jdk = Runtime.version().feature();
        Timeouts timeouts = Timeouts.defaults().withDrain(Duration.ZERO, Duration.ofSeconds(20));
        Limits limits = Limits.builder().headerCount(200).discardedBody(65_536).build();
        return new JdkHttpOptions(
                ServerOptions.defaults().withLimits(limits).withTimeouts(timeouts),
                Duration.ZERO,
                Duration.ZERO,
                Integer.MAX_VALUE,
                true,
                jdk >= PATH_PREFIX_FROM ? PathMatching.PATH_PREFIX : PathMatching.STRING_PREFIX,
                jdk >= OWN_ATTRIBUTES_FROM ? AttributeScope.EXCHANGE : AttributeScope.CONTEXT,
                false);
    }

    /**
     * The options that the system properties give now: those that the module {@code jdk.httpserver} documents, and
     * those with the prefix {@code heddle.}: {@code architecture}, {@code relax}, {@code maxBody} (bytes), {@code
     * headTimeout}, {@code bodyTimeout} and {@code writeTimeout} (seconds), {@code minBodyRate} (bytes per second). A
     * malformed number is ignored.
     *
     * @throws IllegalArgumentException if an architecture or relaxation is unknown; the message lists the known ones
     */
    public static JdkHttpOptions fromSystemProperties() {
        JdkHttpOptions defaults = defaults();
        int idle = Integer.getInteger(SUN + "maxIdleConnections", Integer.MAX_VALUE);
        String matcher = System.getProperty(SUN + "pathMatcher", "");
        return new JdkHttpOptions(
                serverOptions(defaults.server),
                seconds(SUN + "maxReqTime"),
                seconds(SUN + "maxRspTime"),
                Math.max(0, idle),
                !"false".equalsIgnoreCase(System.getProperty(SUN + "nodelay")),
                switch (matcher) {
                    case "pathPrefix" -> PathMatching.PATH_PREFIX;
                    case "stringPrefix" -> PathMatching.STRING_PREFIX;
                    default -> defaults.pathMatching;
                },
                "context".equals(System.getProperty("jdk.httpserver.attributes"))
                        ? AttributeScope.CONTEXT
                        : defaults.attributes,
                missingHostRelaxed());
    }

    private static ServerOptions serverOptions(ServerOptions defaults) {
        Limits standard = defaults.limits();
        int connections = Integer.getInteger("jdk.httpserver.maxConnections", 0);
        int headers = Integer.getInteger(SUN + "maxReqHeaders", 0);
        int head = standard.head();
        int requestLine = standard.requestLine();
        Integer headSize = Integer.getInteger(SUN + "maxReqHeaderSize");
        if (headSize != null) {
            head = headSize <= 0 ? LARGEST_HEAD : Math.max(64, Math.min(headSize, LARGEST_HEAD));
            requestLine = head;
        }
        Limits limits = Limits.builder()
                .connections(connections > 0 ? connections : standard.connections())
                .headerCount(headers > 0 ? headers : standard.headerCount())
                .head(head)
                .requestLine(requestLine)
                .discardedBody(Math.max(0, Long.getLong(SUN + "drainAmount", standard.discardedBody())))
                .body(orDefault("maxBody", standard.body()))
                .build();
        Timeouts timeouts = timeouts(defaults.timeouts());
        String architecture = System.getProperty("heddle.architecture", "");
        return defaults.withLimits(limits)
                .withTimeouts(timeouts)
                .withArchitecture(architecture.isEmpty() ? defaults.architecture() : Architecture.named(architecture));
    }

    private static Timeouts timeouts(Timeouts standard) {
        Duration idle = seconds(SUN + "idleInterval");
        Duration request = seconds(SUN + "maxReqTime");
        Duration head = request.isZero() ? standard.head() : request;
        int minBodyRate = (int) Math.min(Integer.MAX_VALUE, orDefault("minBodyRate", standard.minBodyRate()));
        return standard.withIdle(idle.isZero() ? standard.idle() : idle)
                .withHead(secondsOrDefault("headTimeout", head))
                .withBody(secondsOrDefault("bodyTimeout", standard.body()), minBodyRate)
                .withWrite(secondsOrDefault("writeTimeout", standard.write()));
    }

    private static long orDefault(String name, long fallback) {
        long value = Long.getLong(HEDDLE + name, fallback);
        return value < 0 ? fallback : value;
    }

    private static Duration secondsOrDefault(String name, Duration fallback) {
        long seconds = orDefault(name, -1);
        return seconds < 0 ? fallback : Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    /**
     * A property in seconds, as the JDK's code reads them; zero if it is missing, malformed, not positive or too
     * large.
     */
    private static Duration seconds(String property) {
        long seconds = Long.getLong(property, 0L);
        return seconds <= 0 || seconds > Integer.MAX_VALUE ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    private static boolean missingHostRelaxed() {
        String relaxed = System.getProperty("heddle.relax", "").strip();
        return switch (relaxed) {
            case "" -> false;
            case "missing-host" -> true;
            default ->
                throw new IllegalArgumentException("unknown heddle.relax: " + relaxed + " (known: missing-host)");
        };
    }

    /** These options with another {@link #server}. */
    public JdkHttpOptions withServer(ServerOptions value) {
        return new JdkHttpOptions(
                value,
                maxRequestTime,
                maxResponseTime,
                maxIdleConnections,
                noDelay,
                pathMatching,
                attributes,
                missingHost);
    }

    /** These options with other {@link #maxRequestTime} and {@link #maxResponseTime}. */
    public JdkHttpOptions withTimes(Duration request, Duration response) {
        return new JdkHttpOptions(
                server, request, response, maxIdleConnections, noDelay, pathMatching, attributes, missingHost);
    }

    /** These options with another {@link #maxIdleConnections}. */
    public JdkHttpOptions withMaxIdleConnections(int value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, value, noDelay, pathMatching, attributes, missingHost);
    }

    /** These options with another {@link #pathMatching}. */
    public JdkHttpOptions withPathMatching(PathMatching value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, maxIdleConnections, noDelay, value, attributes, missingHost);
    }

    /** These options with other {@link #attributes}. */
    public JdkHttpOptions withAttributes(AttributeScope value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, maxIdleConnections, noDelay, pathMatching, value, missingHost);
    }

    /** These options with another {@link #missingHost}. */
    public JdkHttpOptions withMissingHost(boolean value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, maxIdleConnections, noDelay, pathMatching, attributes, value);
    }
}
