package dev.heddle.jdkhttp;

import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import java.time.Duration;

/**
 * What can be chosen about one server of {@code com.sun.net.httpserver}. {@link #fromSystemProperties} is what the JVM's
 * properties say; every server may have its own instead.
 *
 * @param server the architecture, limits and time-outs; {@code bind}, {@code port} and {@code backlog} are those that the
 *     program gives to its server, and count here only for a backlog of 0 or less
 * @param maxRequestTime from a request's head to the end of its content; zero for no such bound. Beyond it the connection is cut
 * @param maxResponseTime from the end of a request to the end of its response; zero for no such bound. Beyond it the connection
 *     is cut
 * @param maxIdleConnections open connections without an exchange; a response that would leave more closes its connection.
 *     {@link Integer#MAX_VALUE} for no such bound
 * @param noDelay whether {@code TCP_NODELAY} is set
 * @param pathMatching when a request's path belongs to a context
 * @param attributes where an exchange's attributes live
 * @param missingHost whether HTTP/1.1 requests without a Host field are taken, against RFC 9112 3.2
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
    /** When a request's path belongs to a context. */
    public enum PathMatching {
        /** It begins with the context's path: {@code /foo} has {@code /foobar}. So it is up to JDK 26. */
        STRING_PREFIX,
        /** Its segments begin with those of the context's path. So it is from JDK 27 (JDK-8272758). */
        PATH_PREFIX;

        /** Whether a path belongs to a context's one. */
        boolean matches(String path, String context) {
            return path.startsWith(context)
                    && (this == STRING_PREFIX
                            || context.endsWith("/")
                            || path.length() == context.length()
                            || path.charAt(context.length()) == '/');
        }
    }

    /** Where the attributes of an exchange live. */
    public enum AttributeScope {
        /** With its context: all exchanges share them. So it is up to JDK 25. */
        CONTEXT,
        /** With the exchange. So it is from JDK 26 (JDK-7105350). */
        EXCHANGE
    }

    /** The release from which attributes are an exchange's own. */
    private static final int OWN_ATTRIBUTES_FROM = 26;

    /** The release from which paths are matched by segments. */
    private static final int PATH_PREFIX_FROM = 27;

    /** What "no limit" is for the bytes of a head, which have to be held. */
    private static final int LARGEST_HEAD = 16 << 20;

    private static final String SUN = "sun.net.httpserver.";
    private static final String HEDDLE = "heddle.";

    public JdkHttpOptions {
        if (maxRequestTime.isNegative() || maxResponseTime.isNegative()) {
            throw new IllegalArgumentException("a time is not negative");
        }
        if (maxIdleConnections < 0) {
            throw new IllegalArgumentException("maxIdleConnections must not be negative: " + maxIdleConnections);
        }
    }

    /** What holds without any system property, on the JDK that runs. */
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
     * What the system properties say now: those that the module {@code jdk.httpserver} documents, and those that begin with
     * {@code heddle.}: {@code architecture}, {@code relax}, and by name the limits and time-outs that the JDK's own server does
     * not have. A number that is none counts as not given.
     *
     * @throws IllegalArgumentException naming the known ones, if an architecture or relaxation is not known
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
        int fields = Integer.getInteger(SUN + "maxReqHeaders", 0);
        int head = standard.head();
        int requestLine = standard.requestLine();
        Integer headSize = Integer.getInteger(SUN + "maxReqHeaderSize");
        if (headSize != null) {
            head = headSize <= 0 ? LARGEST_HEAD : Math.max(64, Math.min(headSize, LARGEST_HEAD));
            requestLine = head;
        }
        Limits limits = Limits.builder()
                .connections(connections > 0 ? connections : standard.connections())
                .headerCount(fields > 0 ? fields : standard.headerCount())
                .head(head)
                .requestLine(requestLine)
                .discardedBody(Math.max(0, Long.getLong(SUN + "drainAmount", standard.discardedBody())))
                .body(orStandard("maxBody", standard.body()))
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
        int minBodyRate = (int) Math.min(Integer.MAX_VALUE, orStandard("minBodyRate", standard.minBodyRate()));
        return standard.withIdle(idle.isZero() ? standard.idle() : idle)
                .withHead(secondsOrStandard("headTimeout", head))
                .withBody(secondsOrStandard("bodyTimeout", standard.body()), minBodyRate)
                .withWrite(secondsOrStandard("writeTimeout", standard.write()));
    }

    private static long orStandard(String name, long standard) {
        long value = Long.getLong(HEDDLE + name, standard);
        return value < 0 ? standard : value;
    }

    private static Duration secondsOrStandard(String name, Duration standard) {
        long seconds = orStandard(name, -1);
        return seconds < 0 ? standard : Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    /** Zero if it is not given, not a number, or not positive. Seconds, as the JDK's code reads them. */
    private static Duration seconds(String property) {
        long seconds = Long.getLong(property, 0L);
        return seconds <= 0 || seconds > Integer.MAX_VALUE ? Duration.ZERO : Duration.ofSeconds(seconds);
    }

    private static boolean missingHostRelaxed() {
        String relaxed = System.getProperty("heddle.relax", "").strip();
        return switch (relaxed) {
            case "" -> false;
            case "missing-host" -> true;
            default -> throw new IllegalArgumentException("heddle.relax: no '" + relaxed + "'; known: missing-host");
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
