package dev.heddle.tls;

import dev.heddle.Server;
import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.http.TlsSession;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** Clients of the tests of TLS, and the handler that tells them what it sees of their session. */
final class TlsClients {
    /** Answers: the version, the name asked for or a hyphen, and in brackets the subject of the client's certificate. */
    static final Handler SAY_SESSION =
            request -> Response.text(request.tls().map(TlsClients::described).orElse("no TLS"));

    private TlsClients() {}

    private static String described(TlsSession session) {
        return session.protocol() + " " + session.serverName().orElse("-") + " "
                + session.clientCertificate().stream()
                        .map(each -> each.getSubjectX500Principal().getName())
                        .toList();
    }

    /** A client by one version and for one name, which has shaken hands. */
    static SSLSocket connected(Server server, SSLContext context, String version, String name) throws IOException {
        return connected(server.address().getAddress(), server.port(), context, version, name);
    }

    static SSLSocket connected(InetAddress address, int port, SSLContext context, String version, String name)
            throws IOException {
        Socket socket = new Socket(address, port);
        try {
            socket.setSoTimeout(30_000);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {version});
            parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static String get(SSLSocket tls) throws IOException {
        return TestClient.over(tls).get("").text();
    }

    /** Connects, asks what the handler sees of the session, and leaves. */
    static String getOnce(Server server, SSLContext context, String version) throws IOException {
        try (SSLSocket client = connected(server, context, version, "first.test")) {
            return get(client);
        }
    }

    static String subject(SSLSession session) throws IOException {
        return session.getPeerPrincipal().getName();
    }
}
