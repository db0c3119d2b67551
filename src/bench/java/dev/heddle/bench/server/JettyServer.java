package dev.heddle.bench.server;

import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's core, with virtual threads for blocking handlers. */
final class JettyServer {
    private JettyServer() {}

    static int start() throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        connector.setAcceptQueueSize(CommonSettings.BACKLOG);
        connector.setAcceptedTcpNoDelay(true);
        connector.setIdleTimeout(TimeUnit.SECONDS.toMillis(CommonSettings.IDLE_SECONDS));
        server.addConnector(connector);
        server.setHandler(new Plaintext());
        server.start();
        return connector.getLocalPort();
    }

    private static final class Plaintext extends Handler.Abstract {
        private static final byte[] BODY = CommonSettings.body();
        private static final HttpField TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, CommonSettings.TYPE);
        private static final HttpField LENGTH =
                new PreEncodedHttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(BODY.length));

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getHttpURI().getPath().equals(CommonSettings.PATH)) {
                return false;
            }
            response.getHeaders().put(TYPE);
            response.getHeaders().put(LENGTH);
            response.write(true, ByteBuffer.wrap(BODY), callback);
            return true;
        }
    }
}
