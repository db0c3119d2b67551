package dev.heddle;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.tls.Tls;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all architectures, over TLS. */
class EveryArchitectureOverTlsTest extends EveryArchitectureTest {
    private static Tls tls;

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        TestCertificate.PemPair files = TestCertificate.of(Kind.EC, "localhost").write(directory, "server");
        tls = Tls.builder().certificate(files.certificates(), files.key()).build();
    }

    @Override
    Server.Builder layered(Server.Builder server) {
        return server.tls(tls);
    }

    /** Each handshake takes milliseconds of the processor on both sides. */
    @Override
    int manyConnections() {
        return 200;
    }
}
