package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several certificates a client gets. */
class NameChoiceTest {
    private static NameChoice choice;

    @BeforeAll
    static void make() throws Exception {
        choice = new NameChoice(
                List.of(
                        identity(Kind.EC, "first.test"),
                        identity(Kind.RSA, "second.test"),
                        identity(Kind.RSA, "first.test"),
                        identity(Kind.EC, "*.wild.test")),
                InstantSource.system());
    }

    private static Identity identity(Kind kind, String name) throws Exception {
        TestCertificate made = TestCertificate.of(kind, name);
        return new Identity(name, made.chain(), made.key());
    }

    @Test
    void certificateForTheNameIsChosen() {
        assertThat(choice.choose("RSA", "second.test")).isEqualTo("1");
        assertThat(choice.choose("EC", "a.wild.test")).isEqualTo("3");
    }

    @Test
    void kindOfKeyThatTheClientCannotVerifyIsNotChosen() {
        assertThat(choice.choose("EC", "second.test")).isNull();
        assertThat(choice.choose("EdDSA", "first.test")).isNull();
    }

    @Test
    void oneNameMayHaveCertificatesWithSeveralKindsOfKeys() {
        assertThat(choice.choose("EC", "first.test")).isEqualTo("0");
        assertThat(choice.choose("RSA", "first.test")).isEqualTo("2");
        assertThat(choice.choose("EC_RSA", "first.test")).isEqualTo("0");
    }

    @Test
    void clientWithoutANameOrWithAnUnknownOneGetsTheFirst() {
        for (String name : List.of("", "unknown.test")) {
            assertThat(choice.choose("EC", name)).isEqualTo("0");
            assertThat(choice.choose("RSA", name)).isEqualTo("2");
        }
    }

    /** Certificate 0 is for another name, and so what a client gets whose name fits none. */
    @ParameterizedTest
    @CsvSource({
        "a.test, 1",
        "A.Test, 1",
        "b.test, 0",
        "x.wild.test, 1",
        "X.WILD.test, 1",
        "wild.test, 0",
        "x.y.wild.test, 0",
        "test, 0",
        "'', 0"
    })
    void namesMatchWithoutCaseAndWildcardsForOneLabel(String asked, String expected) throws Exception {
        TestCertificate two = TestCertificate.of(Kind.EC, "a.test", "*.wild.test");
        NameChoice names = new NameChoice(
                List.of(identity(Kind.EC, "first.test"), new Identity("two", two.chain(), two.key())),
                InstantSource.system());
        assertThat(names.choose("EC", asked)).isEqualTo(expected);
    }

    @Test
    void certificateForTheVeryNameIsChosenBeforeAWildcardInFrontOfIt() throws Exception {
        NameChoice names = new NameChoice(
                List.of(
                        identity(Kind.EC, "*.wild.test"),
                        identity(Kind.RSA, "*.wild.test"),
                        identity(Kind.EC, "www.wild.test")),
                InstantSource.system());
        assertThat(names.choose("EC", "www.wild.test")).isEqualTo("2");
        assertThat(names.choose("EC", "api.wild.test")).isEqualTo("0");
        assertThat(names.choose("RSA", "www.wild.test"))
                .as("for a client that verifies RSA alone")
                .isEqualTo("1");
    }

    @Test
    void validCertificateIsChosenBeforeAnExpiredOneInFrontOfIt() throws Exception {
        TestCertificate expired = TestCertificate.expired(Kind.EC, "a.test");
        NameChoice names = new NameChoice(
                List.of(new Identity("old", expired.chain(), expired.key()), identity(Kind.EC, "a.test")),
                InstantSource.system());
        assertThat(names.choose("EC", "a.test")).isEqualTo("1");
        assertThat(names.choose("EC", "")).isEqualTo("1");
    }

    @Test
    void certificateThatExpiresWhileItIsServedIsNotChosenAnyMore() throws Exception {
        TestCertificate expiring = TestCertificate.expired(Kind.EC, "a.test"); // in 2021
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2020-06-01T00:00:00Z"));
        NameChoice names = new NameChoice(
                List.of(new Identity("old", expiring.chain(), expiring.key()), identity(Kind.EC, "a.test")), now::get);
        assertThat(names.choose("EC", "a.test")).isEqualTo("0");
        now.set(Instant.parse("2022-01-01T00:00:00Z"));
        assertThat(names.choose("EC", "a.test")).isEqualTo("1");
    }
}
