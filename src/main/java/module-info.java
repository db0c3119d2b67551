/**
 * Heddle: a blocking-style TCP and HTTP server on virtual threads.
 *
 * <p>Start reading at {@link dev.heddle}; the five threading architectures are listed in {@link
 * dev.heddle.options.Architecture}. At run time the module needs nothing but {@code java.base} and {@code jdk.httpserver},
 * whose provider it is; it logs through {@link System.Logger}.
 */
@org.jspecify.annotations.NullMarked
module dev.heddle {
    requires transitive jdk.httpserver;
    requires static transitive org.jspecify;
    requires static info.picocli;
    requires static jdk.jfr; // for a flight recording, if someone wants one
    requires static java.logging; // the command line's, as is picocli
    requires static jdk.management; // the admin server's

    exports dev.heddle;
    exports dev.heddle.accesslog;
    exports dev.heddle.bytes;
    exports dev.heddle.files;
    exports dev.heddle.http;
    exports dev.heddle.http1;
    exports dev.heddle.jdkhttp;
    exports dev.heddle.line;
    exports dev.heddle.metrics;
    exports dev.heddle.options;
    exports dev.heddle.protocol;

    provides com.sun.net.httpserver.spi.HttpServerProvider with
            dev.heddle.jdkhttp.HeddleHttpServerProvider;
}
