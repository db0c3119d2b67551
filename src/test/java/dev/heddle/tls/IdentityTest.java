package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is checked of a certificate and its key before they are served. */
class IdentityTest {
    private static Identity identity(PrivateKey key, X509Certificate... chain) {
        return new Identity("chain.pem", List.of(chain), key);
    }

    private static Identity of(TestCertificate certificate) {
        return new Identity("chain.pem", certificate.chain(), certificate.key());
    }

    @Test
    void chainInOrderIsAccepted() throws Exception {
        TestCertificate root = TestCertificate.of(Kind.RSA, "root.test");
        TestCertificate leaf = root.issue(Kind.EC, "middle.test").issue(Kind.ED25519, "a.test");
        assertThat(leaf.chain()).hasSize(3);
        assertThatCode(() -> of(leaf).check()).doesNotThrowAnyException();
        assertThat(of(leaf).warnings(Instant.now())).isEmpty();
    }

    @Test
    void keyOfAnotherCertificateIsRejected() throws Exception {
        TestCertificate one = TestCertificate.of(Kind.EC, "one.test");
        TestCertificate other = TestCertificate.of(Kind.EC, "other.test");
        assertThatThrownBy(() -> identity(other.key(), one.certificate()).check())
                .hasMessage("chain.pem: the private key does not belong to the certificate (CN=one.test)");
    }

    @Test
    void chainThatBeginsWithTheIssuerIsRejected() throws Exception {
        TestCertificate root = TestCertificate.of(Kind.EC, "root.test");
        TestCertificate leaf = root.issue(Kind.EC, "a.test");
        assertThatThrownBy(() -> identity(leaf.key(), root.certificate(), leaf.certificate())
                        .check())
                .hasMessage("chain.pem: the chain is in the wrong order: the private key belongs to certificate 2"
                        + " (CN=a.test), and the server's own must be the first");
    }

    @Test
    void chainWithIssuersInTheWrongOrderIsAWarningAndNoError() throws Exception {
        TestCertificate root = TestCertificate.of(Kind.EC, "root.test");
        TestCertificate middle = root.issue(Kind.EC, "middle.test");
        TestCertificate leaf = middle.issue(Kind.EC, "a.test");
        Identity unordered = identity(leaf.key(), leaf.certificate(), root.certificate(), middle.certificate());
        unordered.check();
        assertThat(unordered.warnings(Instant.now()))
                .singleElement()
                .asString()
                .contains("certificate 1 (CN=a.test) was not issued by certificate 2 (CN=root.test)");
    }

    @Test
    void issuerOfTheSameNameAndAnotherKeyIsAWarning() throws Exception {
        TestCertificate leaf = TestCertificate.of(Kind.EC, "root.test").issue(Kind.EC, "a.test");
        TestCertificate namesake = TestCertificate.of(Kind.EC, "root.test");
        assertThat(identity(leaf.key(), leaf.certificate(), namesake.certificate())
                        .warnings(Instant.now()))
                .singleElement()
                .asString()
                .contains("was not issued by");
    }

    @Test
    void certificateThatExpiresSoonIsAWarning() throws Exception {
        Identity longLived = of(TestCertificate.of(Kind.EC, "a.test"));
        Instant end = longLived.certificate().getNotAfter().toInstant();
        assertThat(longLived.warnings(end.minus(Duration.ofDays(8)))).isEmpty();
        assertThat(longLived.warnings(end.minus(Duration.ofDays(6))))
                .containsExactly("chain.pem: the certificate of CN=a.test expires at " + end);
    }

    @Test
    void expiredCertificateIsAWarningAndNoError() throws Exception {
        Identity expired = of(TestCertificate.expired(Kind.EC, "a.test"));
        expired.check();
        assertThat(expired.warnings(Instant.now()))
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("chain.pem", "CN=a.test", "has expired", "2021"));
    }

    @Test
    void descriptionNamesTheCertificateAndNotTheKey() throws Exception {
        assertThat(of(TestCertificate.of(Kind.RSA, "a.test")).toString())
                .startsWith("CN=a.test, serial number ")
                .endsWith(", RSA, from chain.pem");
    }

    /** Clients that know another way to a root do not need it. */
    @Test
    void expiredIssuerIsAWarningAboutSomeClients() throws Exception {
        TestCertificate leaf = TestCertificate.expired(Kind.EC, "root.test").issue(Kind.EC, "a.test");
        assertThat(of(leaf).warnings(Instant.now()))
                .singleElement()
                .asString()
                .startsWith("chain.pem: some clients may reject the certificate of CN=root.test: it has expired");
    }
}
