package dev.heddle.bench;

import java.util.List;

/** A server of the comparison, and how its JVM is started. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are List.of(…).
enum Contender {
    PROTOTYPE(
            "prototype",
            List.of(),
            List.of("prototype"),
            "the bare prototype: java.net, a virtual thread each, no parsing"),
    SINGLE_ACCEPTOR("single-acceptor", List.of(), heddle("single-acceptor"), "Heddle, its default"),
    MULTI_ACCEPTOR("multi-acceptor", List.of(), heddle("multi-acceptor"), "Heddle"),
    SOCKET_SHARDED("socket-sharded", List.of(), heddle("socket-sharded"), "Heddle"),
    MESSAGE_BALANCED("message-balanced", List.of(), heddle("message-balanced"), "Heddle"),
    SINGLE_THREADED("single-threaded", List.of(), heddle("single-threaded"), "Heddle on one carrier"),
    HEDDLE_API(
            "heddle-jdkhttp",
            provider("dev.heddle.jdkhttp.HeddleHttpServerProvider", "sun"),
            List.of("jdk-api"),
            "com.sun.net.httpserver on Heddle, no executor set"),
    HEDDLE_API_EXECUTOR(
            "heddle-jdkhttp-executor",
            provider("dev.heddle.jdkhttp.HeddleHttpServerProvider", "sun"),
            List.of("jdk-api", "executor"),
            "the same with a virtual thread for each exchange set as its executor"),
    JDK(
            "jdk",
            provider("sun.net.httpserver.DefaultHttpServerProvider", "sun"),
            List.of("jdk-api", "executor"),
            "com.sun.net.httpserver on the JDK's own server, a virtual thread for each exchange"),
    ROBAHO(
            "robaho",
            provider("robaho.net.httpserver.DefaultHttpServerProvider", "robaho"),
            List.of("jdk-api", "executor"),
            "com.sun.net.httpserver on robaho's, a virtual thread for each exchange"),
    HELIDON("helidon", List.of(), List.of("helidon"), "Helidon SE"),
    JETTY("jetty", List.of(), List.of("jetty"), "Jetty's core, virtual threads"),
    TOMCAT("tomcat", List.of(), List.of("tomcat"), "Tomcat embedded, NIO, a virtual thread for each request"),
    NETTY(
            "netty",
            List.of("--enable-native-access=ALL-UNNAMED"),
            List.of("netty"),
            "Netty, a native epoll loop for each processor");

    private final String label;
    private final List<String> jvmOptions;
    private final List<String> arguments;
    private final String title;

    Contender(String label, List<String> jvmOptions, List<String> arguments, String title) {
        this.label = label;
        this.jvmOptions = jvmOptions;
        this.arguments = arguments;
        this.title = title;
    }

    private static List<String> heddle(String architecture) {
        return List.of("heddle", architecture);
    }

    /** Chooses a provider of the JDK's API by name, and raises its limits beyond what any scenario needs. */
    private static List<String> provider(String name, String vendor) {
        String prefix = "-D" + vendor + ".net.httpserver.";
        return List.of(
                "-Dcom.sun.net.httpserver.HttpServerProvider=" + name,
                prefix + "maxIdleConnections=20000",
                prefix + "idleInterval=3600",
                prefix + "nodelay=true");
    }

    /** The name on the command line and in the tables. */
    String label() {
        return label;
    }

    /** Options of its JVM, besides those that all have. */
    List<String> jvmOptions() {
        return jvmOptions;
    }

    /** Arguments for {@code ServerJvm}. */
    List<String> arguments() {
        return arguments;
    }

    String title() {
        return title;
    }

    /** Finds a server by its label. */
    static Contender named(String label) {
        for (Contender contender : values()) {
            if (contender.label.equals(label)) {
                return contender;
            }
        }
        throw new IllegalArgumentException("unknown server: " + label);
    }
}
