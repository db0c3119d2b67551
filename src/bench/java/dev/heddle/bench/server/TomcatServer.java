package dev.heddle.bench.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** Embedded Tomcat: NIO connector, a virtual thread for each request. */
final class TomcatServer {
    /** More than any scenario opens. */
    private static final String CONNECTIONS = "20000";

    /** Strongly referenced, as a logger that is collected loses its level. */
    private static final Logger LOG = Logger.getLogger("org.apache");

    private TomcatServer() {}

    static int start() throws Exception {
        LOG.setLevel(Level.WARNING);
        Path work = Files.createTempDirectory("heddle-bench-tomcat-");
        work.toFile().deleteOnExit();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        Connector connector = connector();
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "plaintext", new Plaintext()).addMapping(CommonSettings.PATH);
        tomcat.start();
        return connector.getLocalPort();
    }

    private static Connector connector() {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("acceptCount", Integer.toString(CommonSettings.BACKLOG));
        connector.setProperty("maxConnections", CONNECTIONS);
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("keepAliveTimeout", Integer.toString(CommonSettings.IDLE_SECONDS * 1000));
        connector.setProperty("tcpNoDelay", "true");
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("tomcat-"));
        return connector;
    }

    private static final class Plaintext extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final byte[] BODY = CommonSettings.body();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType(CommonSettings.TYPE);
            response.setContentLength(BODY.length);
            response.getOutputStream().write(BODY);
        }
    }
}
