package dev.heddle.bench.server;

import dev.heddle.cli.Main;
import java.io.IOException;
import java.util.Arrays;

/**
 * One server in a JVM of its own: the name of the server, then its arguments. Says {@code listening on http://127.0.0.1:PORT}
 * when it accepts, and ends when its standard input does, so that it outlives no comparison.
 */
public final class ServerJvm {
    private ServerJvm() {}

    /** Starts the server that the first argument names. */
    public static void main(String[] arguments) throws Exception {
        // A platform thread: the command line has to see no virtual thread before its own.
        Thread.ofPlatform().daemon().name("end-with-parent").start(ServerJvm::endWithParent);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (arguments[0]) {
            case "heddle" -> Main.main(heddleCommand(rest[0]));
            case "jdk-api" -> said(JdkApiServer.start(rest.length > 0));
            case "helidon" -> said(HelidonServer.start());
            case "jetty" -> said(JettyServer.start());
            case "tomcat" -> said(TomcatServer.start());
            case "netty" -> said(NettyServer.start());
            case "prototype" -> said(PrototypeServer.start());
            default -> throw new IllegalArgumentException("no server " + arguments[0]);
        }
    }

    /** The demo at default settings, as anyone starts it. */
    private static String[] heddleCommand(String architecture) {
        return new String[] {"demo", "--port", "0", "--architecture", architecture};
    }

    private static void said(int port) throws InterruptedException {
        System.out.println("listening on http://127.0.0.1:" + port);
        Thread.currentThread().join();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything here: only the end counts.
            }
        } catch (IOException e) {
            // It cannot be heard any more: the same as the end.
        }
        Runtime.getRuntime().halt(0);
    }
}
