package dev.heddle.jdkhttp;

import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.proxy.ForwardingHeader;
import dev.heddle.proxy.ProxyOptions;
import dev.heddle.proxy.TrustedAddresses;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Options of one server of {@code com.sun.net.httpserver}. {@link #fromSystemProperties} takes them from the JVM's
 * system properties; a server may have options of its own instead ({@link HeddleHttpServerProvider}). Immutable.
 *
 * {@snippet :
 * JdkHttpOptions options = JdkHttpOptions.fromSystemProperties();
 * HttpServer server = new HeddleHttpServerProvider(options).createHttpServer(new InetSocketAddress(8080), 0);
 * }
 *
 * @param server architecture, limits and timeouts. The program gives address, port and backlog to its server; the
 *     backlog here counts only if that one is 0 or less
 * @param maxRequestTime longest time from the end of a request's head to the end of its body; the connection is
 *     aborted when it is exceeded. Zero for no limit
 * @param maxResponseTime longest time from the end of a request to the end of its response; the connection is aborted
 *     when it is exceeded. Zero for no limit
 * @param maxIdleConnections limit on connections that wait between two exchanges; at it, a response closes its connection.
 *     {@link Integer#MAX_VALUE} for no limit
 * @param noDelay whether {@code TCP_NODELAY} is set
 * @param pathMatching when a context serves a request's path
 * @param attributes where an exchange's attributes are kept
 * @param relaxations in what it does as the JDK's own server, against its own defaults. Limits and timeouts are those of {@code
 *     server}, whatever is named here: {@link #relaxed} sets both
 */
public record JdkHttpOptions(
        ServerOptions server,
        Duration maxRequestTime,
        Duration maxResponseTime,
        int maxIdleConnections,
        boolean noDelay,
        PathMatching pathMatching,
        AttributeScope attributes,
        Set<Relaxation> relaxations) {
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

    /** The limit of a head in the JDK's own server. */
    private static final int HEAD_OF_JDK = 380 << 10;

    /** What a connection may hold whose handler waits for the body: 27 KiB, and over TLS 37 (JDK 25, a POST of which the head has come). */
    private static final int CONNECTION_BYTES = 40 * 1024;

    /** The system properties that {@link #fromSystemProperties} reads: each that there is, and in this one place. */
    private static final List<String> PROPERTIES = List.of(
            "heddle.architecture",
            "heddle.scheduler",
            "heddle.relax",
            "heddle.maxBody",
            "heddle.headTimeout",
            "heddle.bodyTimeout",
            "heddle.minBodyRate",
            "heddle.writeTimeout",
            "heddle.trustedProxies",
            "heddle.proxyProtocol",
            "heddle.forwardedBy",
            "jdk.httpserver.attributes",
            "jdk.httpserver.maxConnections",
            "sun.net.httpserver.disableHostValidation",
            "sun.net.httpserver.drainAmount",
            "sun.net.httpserver.idleInterval",
            "sun.net.httpserver.maxIdleConnections",
            "sun.net.httpserver.maxReqHeaders",
            "sun.net.httpserver.maxReqHeaderSize",
            "sun.net.httpserver.maxReqTime",
            "sun.net.httpserver.maxRspTime",
            "sun.net.httpserver.nodelay",
            "sun.net.httpserver.pathMatcher");

    /**
     * Times count as those of {@link Timeouts}.
     *
     * @throws IllegalArgumentException if a time or number is negative
     */
    public JdkHttpOptions {
        if (maxRequestTime.isNegative() || maxResponseTime.isNegative()) {
            throw new IllegalArgumentException("maxRequestTime and maxResponseTime must not be negative: "
                    + maxRequestTime + ", " + maxResponseTime);
        }
        if (maxIdleConnections < 0) {
            throw new IllegalArgumentException("maxIdleConnections must not be negative: " + maxIdleConnections);
        }
        maxRequestTime = Timeouts.bounded(maxRequestTime);
        maxResponseTime = Timeouts.bounded(maxResponseTime);
        relaxations = Set.copyOf(relaxations);
    }

    /** The names of the system properties that {@link #fromSystemProperties} reads. */
    static List<String> properties() {
        return PROPERTIES;
    }

    /** The options without any system property, for the running JDK. */
    public static JdkHttpOptions defaults() {
        return relaxed(Set.of());
    }

    /** The defaults, relaxed: with these {@link #relaxations}, and with the limits and timeouts that belong to them. */
    public static JdkHttpOptions relaxed(Set<Relaxation> relaxations) {
        int jdk = Runtime.version().feature();
        Timeouts timeouts = Timeouts.defaults().withDrain(Duration.ZERO, Duration.ofSeconds(20));
        if (relaxations.contains(Relaxation.SLOW_CLIENTS)) {
            timeouts = timeouts.withHead(Duration.ZERO)
                    .withBody(Duration.ZERO, 0)
                    .withWrite(Duration.ZERO)
                    .withMinWriteRate(0);
        }
        Limits standard = Limits.defaults();
        boolean largeHead = relaxations.contains(Relaxation.HEAD_SIZE);
        Limits limits = Limits.builder()
                .connections(Limits.connectionsHolding(CONNECTION_BYTES))
                .headerCount(200)
                .discardedBody(belowDrainAmount(65_536))
                .head(largeHead ? HEAD_OF_JDK : standard.head())
                .requestLine(largeHead ? HEAD_OF_JDK : standard.requestLine())
                .body(relaxations.contains(Relaxation.BODY_SIZE) ? Long.MAX_VALUE : standard.body())
                .build();
        return new JdkHttpOptions(
                ServerOptions.defaults().withLimits(limits).withTimeouts(timeouts),
                Duration.ZERO,
                Duration.ZERO,
                Integer.MAX_VALUE,
                true,
                jdk >= PATH_PREFIX_FROM ? PathMatching.PATH_PREFIX : PathMatching.STRING_PREFIX,
                jdk >= OWN_ATTRIBUTES_FROM ? AttributeScope.EXCHANGE : AttributeScope.CONTEXT,
                relaxations);
    }

    /**
     * The options that the system properties give now: those that the module {@code jdk.httpserver} documents, and
     * those with the prefix {@code heddle.}: {@code architecture}, {@code scheduler}, {@code relax}, {@code maxBody} (bytes), {@code
     * headTimeout}, {@code bodyTimeout} and {@code writeTimeout} (seconds), {@code minBodyRate} (bytes per second), {@code
     * trustedProxies}, {@code proxyProtocol} and {@code forwardedBy}. A malformed number is ignored.
     *
     * @throws IllegalArgumentException if an architecture, scheduler, relaxation or forwarding header is unknown (the message lists the known
     *     ones), or what is said about proxies contradicts itself
     */
    public static JdkHttpOptions fromSystemProperties() {
        JdkHttpOptions defaults = relaxed(relaxationsFromSystemProperties());
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
                defaults.relaxations);
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
                .discardedBody(belowDrainAmount(Long.getLong(SUN + "drainAmount", standard.discardedBody() + 1)))
                .body(orDefault("maxBody", standard.body()))
                .build();
        Timeouts timeouts = timeouts(defaults.timeouts());
        String architecture = System.getProperty("heddle.architecture", "");
        return defaults.withLimits(limits)
                .withTimeouts(timeouts)
                .withProxies(proxies())
                .withArchitecture(
                        architecture.isEmpty()
                                ? defaults.architecture()
                                : named(HEDDLE + "architecture", () -> Architecture.named(architecture)));
    }

    private static ProxyOptions proxies() {
        String list = System.getProperty(HEDDLE + "trustedProxies", "");
        String header = System.getProperty(HEDDLE + "forwardedBy", ForwardingHeader.NONE.label());
        TrustedAddresses trusted = list.isBlank()
                ? TrustedAddresses.NOBODY
                : named(HEDDLE + "trustedProxies", () -> TrustedAddresses.parse(list));
        boolean protocol = Boolean.getBoolean(HEDDLE + "proxyProtocol");
        ProxyOptions headerless = named(
                HEDDLE + "proxyProtocol", () -> ProxyOptions.trusting(trusted).withProtocol(protocol));
        return named(HEDDLE + "forwardedBy", () -> headerless.withHeader(ForwardingHeader.named(header)));
    }

    /** Says in a rejection which property it is about. */
    private static <T> T named(String property, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
        }
    }

    /** The JDK's server reads so many bytes and does not see then that they were all: only a shorter body keeps its connection. */
    private static long belowDrainAmount(long drainAmount) {
        return Math.max(1, drainAmount) - 1;
    }

    private static Timeouts timeouts(Timeouts standard) {
        Duration idle = seconds(SUN + "idleInterval");
        Duration request = seconds(SUN + "maxReqTime");
        Duration head = request.isZero() ? standard.head() : request;
        int minBodyRate = (int) Math.min(Integer.MAX_VALUE, orDefault("minBodyRate", standard.minBodyRate()));
        return standard.withIdle(idle.isZero() ? standard.idle() : idle)
                .withHead(secondsOrDefault("headTimeout", head))
                .withFirstMessage(request)
                .withBody(secondsOrDefault("bodyTimeout", standard.body()), minBodyRate)
                .withWrite(secondsOrDefault("writeTimeout", standard.write()));
    }

    private static long orDefault(String name, long fallback) {
        long value = Long.getLong(HEDDLE + name, fallback);
        return value < 0 ? fallback : value;
    }

    private static Duration secondsOrDefault(String name, Duration fallback) {
        long seconds = orDefault(name, -1);
        return seconds < 0 ? fallback : Duration.ofSeconds(seconds);
    }

    /** A property in seconds, as the JDK's code reads them; zero if it is missing, malformed or not positive. */
    private static Duration seconds(String property) {
        return Duration.ofSeconds(Math.max(0, Long.getLong(property, 0L)));
    }

    private static Set<Relaxation> relaxationsFromSystemProperties() {
        Set<Relaxation> named =
                named(HEDDLE + "relax", () -> Relaxation.named(System.getProperty(HEDDLE + "relax", "")));
        if (!Boolean.getBoolean(SUN + "disableHostValidation")) {
            return named;
        }
        // The JDK's own name for it, in releases that require a Host header.
        return Stream.concat(named.stream(), Stream.of(Relaxation.MISSING_HOST)).collect(Collectors.toSet());
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
                relaxations);
    }

    /** Whether it does as the JDK's own server in this. */
    boolean relaxes(Relaxation relaxation) {
        return relaxations.contains(relaxation);
    }

    /** These options with other {@link #maxRequestTime} and {@link #maxResponseTime}. */
    public JdkHttpOptions withTimes(Duration request, Duration response) {
        return new JdkHttpOptions(
                server, request, response, maxIdleConnections, noDelay, pathMatching, attributes, relaxations);
    }

    /** These options with another {@link #maxIdleConnections}. */
    public JdkHttpOptions withMaxIdleConnections(int value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, value, noDelay, pathMatching, attributes, relaxations);
    }

    /** These options with another {@link #pathMatching}. */
    public JdkHttpOptions withPathMatching(PathMatching value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, maxIdleConnections, noDelay, value, attributes, relaxations);
    }

    /** These options with other {@link #attributes}. */
    public JdkHttpOptions withAttributes(AttributeScope value) {
        return new JdkHttpOptions(
                server, maxRequestTime, maxResponseTime, maxIdleConnections, noDelay, pathMatching, value, relaxations);
    }
}
