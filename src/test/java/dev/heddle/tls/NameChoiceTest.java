package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which of several certificates a client gets. */
class NameChoiceTest {
    private static NameChoice choice;

    @BeforeAll
    static void make() throws Exception {
        choice = new NameChoice(List.of(
                identity(Kind.EC, "first.test"),
                identity(Kind.RSA, "second.test"),
                identity(Kind.RSA, "first.test"),
                identity(Kind.EC, "*.wild.test")));
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
}
