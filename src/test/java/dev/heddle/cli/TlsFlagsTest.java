package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TrustAll;
import dev.heddle.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the flags for TLS make of a server. */
@Timeout(60)
class TlsFlagsTest {
    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeFiles() throws Exception {
        write("one");
        write("two");
        TestCertificate three = TestCertificate.of(Kind.EC, "three.test");
        Files.writeString(directory.resolve("both.pem"), three.keyPem() + three.certificatesPem());
        try (OutputStream out = Files.newOutputStream(directory.resolve("store.p12"))) {
            char[] password = "secret".toCharArray();
            TestCertificate.of(Kind.EC, "stored.test").store("a", password).store(out, password);
        }
        Files.writeString(directory.resolve("password"), "secret\n");
    }

    private static PemPair write(String name) throws Exception {
        return TestCertificate.of(Kind.EC, name + ".test").write(directory, name);
    }

    /** Words without a dash are files of the directory, if there are such. */
    private static Server.Builder parsed(String flags) {
        CommandSpec command = CommandSpec.create();
        TlsFlags tls = new TlsFlags(command, Map.of("STORE_PASSWORD", "secret"));
        String[] words = flags.isEmpty() ? new String[0] : flags.split(" ");
        for (int i = 0; i < words.length; i++) {
            Path file = directory.resolve(words[i]);
            words[i] = Files.exists(file) ? file.toString() : words[i];
        }
        new CommandLine(command).parseArgs(words);
        Server.Builder server = Server.http(request -> Response.text("hello"));
        tls.apply(server);
        return server;
    }

    private static SSLSession session(Server server, String name) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.port());
        try (SSLSocket tls = (SSLSocket)
                TrustAll.context().getSocketFactory().createSocket(socket, "localhost", server.port(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls.getSession();
        }
    }

    private static String served(Server server, String name) throws IOException {
        return session(server, name).getPeerPrincipal().getName();
    }

    @Test
    void withoutACertificateNoTlsIsSpoken() throws Exception {
        try (Server server = parsed("").start()) {
            assertThat(server.uri().getScheme()).isEqualTo("http");
        }
    }

    @Test
    void repeatedCertificatesAreChosenByName() throws Exception {
        try (Server server = parsed("--tls-cert one.pem --tls-key one-key.pem --tls-cert two.pem --tls-key two-key.pem")
                .start()) {
            assertThat(server.uri().getScheme()).isEqualTo("https");
            assertThat(served(server, "two.test")).isEqualTo("CN=two.test");
            assertThat(served(server, "any.test")).isEqualTo("CN=one.test");
        }
    }

    @Test
    void oneFileMayHaveCertificateAndKey() throws Exception {
        try (Server server = parsed("--tls-cert both.pem").start()) {
            assertThat(served(server, "any.test")).isEqualTo("CN=three.test");
        }
    }

    @ParameterizedTest
    @CsvSource({"--tls-keystore-password-file password", "--tls-keystore-password-env STORE_PASSWORD"})
    void passwordOfAKeyStoreComesFromAFileOrTheEnvironment(String flag) throws Exception {
        try (Server server = parsed("--tls-keystore store.p12 " + flag).start()) {
            assertThat(served(server, "any.test")).isEqualTo("CN=stored.test");
        }
    }

    @Test
    void chosenVersionIsTheOnlyOne() throws Exception {
        try (Server server =
                parsed("--tls-cert both.pem --tls-protocols TLSv1.2").start()) {
            assertThat(session(server, "any.test").getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--tls-key one-key.pem | TLS needs a certificate",
                "--tls-client-ca one.pem | TLS needs a certificate",
                "--tls-cert one.pem --tls-cert two.pem --tls-key one-key.pem | each --tls-cert needs its --tls-key",
                "--tls-keystore store.p12 | --tls-keystore needs --tls-keystore-password-file or",
                "--tls-keystore-password-file password | a password needs its --tls-keystore",
                "--tls-keystore store.p12 --tls-keystore-password-env NOTHING | there is no environment variable of the name that --tls-keystore-password-env has",
                "--tls-cert both.pem --tls-client-cert optional | --tls-client-cert needs --tls-client-ca",
                "--tls-cert both.pem --tls-client-cert required | --tls-client-cert needs --tls-client-ca",
                "--tls-client-cert required | TLS needs a certificate",
                "--tls-protocols TLSv1.3 | TLS needs a certificate",
                "--tls-handshake-timeout 5s | TLS needs a certificate",
                "--max-tls-handshakes 5 | TLS needs a certificate",
                "--tls-reload-interval 5s | TLS needs a certificate",
                "--tls-cert both.pem --tls-client-cert perhaps | 'perhaps' is neither required nor optional",
                "--tls-cert both.pem --tls-protocols TLSv1 | unknown TLS version: TLSv1",
                "--tls-cert both.pem --max-tls-handshakes 0 | maxHandshakes must be at least 1, not 0"
            })
    void flagsThatContradictEachOtherAreWrongUsage(String flags, String message) {
        assertThatThrownBy(() -> parsed(flags))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void fileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> parsed("--tls-cert nowhere.pem").start())
                .isInstanceOf(IOException.class)
                .hasMessage("nowhere.pem: no such file");
    }

    @Test
    void defaultsAreTheLibrarys() {
        Tls standard = Tls.builder()
                .certificate(directory.resolve("both.pem"), directory.resolve("both.pem"))
                .build();
        CommandSpec command = CommandSpec.create();
        TlsFlags unused = new TlsFlags(command);
        String help = new CommandLine(command).getUsageMessage();
        assertThat(standard.handshakeTimeout()).hasSeconds(10);
        assertThat(standard.reloadInterval()).hasSeconds(1);
        assertThat(standard.maxHandshakes()).isEqualTo(4 * Runtime.getRuntime().availableProcessors());
        assertThat(help).contains("--tls-handshake-timeout", "--tls-reload-interval", "--max-tls-handshakes");
    }
}
