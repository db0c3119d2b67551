package dev.heddle.bench.server;

import dev.heddle.cli.Main;
import java.io.IOException;
import java.util.Arrays;

/**
 * Runs one server in a JVM of its own. Arguments: the name of the server, then its own arguments. Prints {@code
 * listening on http://127.0.0.1:PORT} when it accepts, and exits at the end of its standard input, so that it does
 * not outlive the comparison.
 */
public final class ServerJvm {
    private ServerJvm() {}

    /** Starts the server that the first argument names. */
    public static void main(String[] arguments) throws Exception {
        // A platform thread, because the command line sets up the scheduler before the first virtual thread.
        Thread.ofPlatform().daemon().name("end-with-parent").start(ServerJvm::endWithParent);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "heddle" -> Main.main(heddleCommand(rest[0]));
            case "jdk-api" -> announce(JdkApiServer.start(rest.length > 0));
            case "helidon" -> announce(HelidonServer.start());
            case "jetty" -> announce(JettyServer.start());
            case "tomcat" -> announce(TomcatServer.start());
            case "netty" -> announce(NettyServer.start());
            case "prototype" -> announce(PrototypeServer.start());
            default -> throw new IllegalArgumentException("unknown server: " + arguments[0]);
        }
    }

    /** The demo with default settings. */
    private static String[] heddleCommand(String architecture) {
        return new String[] {"demo", "--port", "0", "--architecture", architecture};
    }

    private static void announce(int port) throws InterruptedException {
        System.out.println("listening on http://127.0.0.1:" + port);
        Thread.currentThread().join();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is sent here; only the end counts.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(0);
    }
}
