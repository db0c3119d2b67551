package dev.heddle.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its key, made in a moment, without a tool.
 *
 * @param chain the certificate, then that of its issuer, and so on; the last one is self-signed
 * @param key its private key
 */
public record TestCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Terms VALID = new Terms("20200101000000Z", "20491231235959Z", false);
    private static final Terms EXPIRED = new Terms("20200101000000Z", "20210101000000Z", false);

    /** Kinds of keys that a server may have. */
    public enum Kind {
        RSA("RSA", "2048", "SHA256withRSA", "300d06092a864886f70d01010b0500"),
        EC("EC", "secp256r1", "SHA256withECDSA", "300a06082a8648ce3d040302"),
        EC_521("EC", "secp521r1", "SHA256withECDSA", "300a06082a8648ce3d040302"),
        ED25519("Ed25519", "", "Ed25519", "300506032b6570");

        private final String algorithm;
        private final String parameter;
        private final String signature;
        private final String signatureIdentifier;

        Kind(String algorithm, String parameter, String signature, String signatureIdentifier) {
            this.algorithm = algorithm;
            this.parameter = parameter;
            this.signature = signature;
            this.signatureIdentifier = signatureIdentifier;
        }

        /** Makes a pair of keys. */
        KeyPair newPair() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("RSA")) {
                generator.initialize(Integer.parseInt(parameter));
            } else if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec(parameter));
            }
            return generator.generateKeyPair();
        }

        private static Kind of(PrivateKey key) {
            return switch (key.getAlgorithm()) {
                case "RSA" -> RSA;
                case "EC" -> EC;
                default -> ED25519;
            };
        }
    }

    /** A self-signed certificate, valid now, for these names; the first one is also the name of its subject. */
    public static TestCertificate of(Kind kind, String... names) throws GeneralSecurityException {
        return make(kind, null, VALID, List.of(names));
    }

    /** A self-signed certificate that has expired. */
    public static TestCertificate expired(Kind kind, String... names) throws GeneralSecurityException {
        return make(kind, null, EXPIRED, List.of(names));
    }

    /** A certificate that this one has issued. */
    public TestCertificate issue(Kind kind, String... names) throws GeneralSecurityException {
        return make(kind, this, VALID, List.of(names));
    }

    /** A certificate that this one has issued, and that has expired. */
    public TestCertificate issueExpired(Kind kind, String... names) throws GeneralSecurityException {
        return make(kind, this, EXPIRED, List.of(names));
    }

    /** A certificate that this one has issued for servers, and not for clients. */
    public TestCertificate issueForServers(Kind kind, String... names) throws GeneralSecurityException {
        return make(kind, this, new Terms(VALID.from, VALID.to, true), List.of(names));
    }

    /** When and for what a certificate is valid. */
    private record Terms(String from, String to, boolean forServersOnly) {
        byte[] extensions(byte[] names) {
            return der(0x30, names, mayIssue(), forServersOnly ? forServers() : new byte[0]);
        }
    }

    private static TestCertificate make(Kind kind, @Nullable TestCertificate issuer, Terms terms, List<String> names)
            throws GeneralSecurityException {
        KeyPair pair = kind.newPair();
        PrivateKey signing = issuer == null ? pair.getPrivate() : issuer.key;
        Kind signer = issuer == null ? kind : Kind.of(signing);
        byte[] subject = name(names.getFirst());
        byte[] issuerName = issuer == null
                ? subject
                : issuer.chain.getFirst().getSubjectX500Principal().getEncoded();
        byte[] toSign = der(
                0x30,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, new BigInteger(63, new java.security.SecureRandom()).toByteArray()),
                HEX.parseHex(signer.signatureIdentifier),
                issuerName,
                der(0x30, time(terms.from), time(terms.to)),
                subject,
                pair.getPublic().getEncoded(),
                der(0xa3, terms.extensions(alternativeNames(names))));
        Signature signature = Signature.getInstance(signer.signature);
        signature.initSign(signing);
        signature.update(toSign);
        byte[] certificate =
                der(0x30, toSign, HEX.parseHex(signer.signatureIdentifier), der(0x03, new byte[1], signature.sign()));
        List<X509Certificate> chain = new ArrayList<>();
        chain.add((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
        if (issuer != null) {
            chain.addAll(issuer.chain);
        }
        return new TestCertificate(List.copyOf(chain), pair.getPrivate());
    }

    private static byte[] name(String common) {
        byte[] text = common.getBytes(StandardCharsets.UTF_8);
        return der(0x30, der(0x31, der(0x30, HEX.parseHex("0603550403"), der(0x0c, text))));
    }

    private static byte[] time(String text) {
        return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] alternativeNames(List<String> names) {
        byte[][] parts = Stream.concat(
                        names.stream().map(name -> der(0x82, name.getBytes(StandardCharsets.US_ASCII))),
                        Stream.of(der(0x87, new byte[] {127, 0, 0, 1})))
                .toArray(byte[][]::new);
        return der(0x30, HEX.parseHex("0603551d11"), der(0x04, der(0x30, parts)));
    }

    private static byte[] mayIssue() {
        return der(0x30, HEX.parseHex("0603551d13"), HEX.parseHex("0101ff"), HEX.parseHex("040530030101ff"));
    }

    private static byte[] forServers() {
        return der(0x30, HEX.parseHex("0603551d25"), HEX.parseHex("040c300a06082b06010505070301"));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int skip = bytes[0] == 0 ? 1 : 0;
            value.write(0x80 | (bytes.length - skip));
            value.write(bytes, skip, bytes.length - skip);
        } else {
            value.write(length);
        }
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The chain in PEM. */
    public String certificatesPem() {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : chain) {
            try {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new AssertionError(e);
            }
        }
        return text.toString();
    }

    /** The key in PEM, as PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The key in PEM as older tools write it: PKCS#1 or SEC 1. */
    public String oldKeyPem() {
        byte[] pkcs8 = key.getEncoded();
        // SEQUENCE { INTEGER 0, SEQUENCE algorithm, byte string key }
        int at = content(pkcs8, 0) + 3;
        int last = content(pkcs8, at) + length(pkcs8, at);
        byte[] own = new byte[length(pkcs8, last)];
        System.arraycopy(pkcs8, content(pkcs8, last), own, 0, own.length);
        return pem(key.getAlgorithm() + " PRIVATE KEY", own);
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? first : new BigInteger(1, der, at + 2, first & 0x7f).intValueExact();
    }

    /** A block of PEM. */
    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** Writes {@code NAME.pem} and {@code NAME-key.pem} into a directory. */
    public PemPair write(Path directory, String name) throws IOException {
        PemPair files = new PemPair(directory.resolve(name + ".pem"), directory.resolve(name + "-key.pem"));
        Files.writeString(files.certificates, certificatesPem());
        Files.writeString(files.key, keyPem());
        return files;
    }

    /** Where certificate and key are. */
    public record PemPair(Path certificates, Path key) {}

    /** A PKCS#12 store with it, under this alias. */
    public KeyStore store(String alias, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, key, password, chain.toArray(X509Certificate[]::new));
        return store;
    }

    /** Key managers of a client that has this certificate. */
    public KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        char[] password = "any".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store("client", password), password);
        return keys.getKeyManagers();
    }

    /** A key manager of a client that sends this certificate, also to a server that does not trust its issuer, and further ones behind it. */
    public KeyManager insistent(TestCertificate... further) {
        List<X509Certificate> sent = new ArrayList<>(chain);
        Stream.of(further).map(TestCertificate::certificate).forEach(sent::add);
        return new InsistentKeys(key, sent);
    }
}
