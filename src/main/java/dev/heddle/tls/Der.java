package dev.heddle.tls;

import java.io.ByteArrayOutputStream;

/** Writes the little of DER (ITU-T X.690) that a private key needs around it to become PKCS#8. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BYTES = 0x04; // a byte string
    private static final int SEQUENCE = 0x30;

    private Der() {}

    /**
     * A PKCS#8 private key (RFC 5208 5).
     *
     * @param algorithm the encoded AlgorithmIdentifier
     * @param key the key as its algorithm encodes it: an RSAPrivateKey of PKCS#1, an ECPrivateKey of RFC 5915
     */
    static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return value(SEQUENCE, value(INTEGER, new byte[1]), algorithm, value(BYTES, key));
    }

    /**
     * The AlgorithmIdentifier of an encoded SubjectPublicKeyInfo (RFC 5280 4.1): the first element of that sequence.
     *
     * @throws IllegalArgumentException if it is none
     */
    static byte[] algorithmOf(byte[] publicKey) {
        int at = contentOf(publicKey, 0);
        int end = contentOf(publicKey, at) + lengthOf(publicKey, at);
        byte[] algorithm = new byte[end - at];
        System.arraycopy(publicKey, at, algorithm, 0, algorithm.length);
        return algorithm;
    }

    /** Where the content of the sequence at this index begins. */
    private static int contentOf(byte[] der, int at) {
        requireSequence(der, at);
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int lengthOf(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = at + 2; i < contentOf(der, at); i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        if (length < 0 || length > der.length - contentOf(der, at)) {
            throw new IllegalArgumentException("a sequence of " + length + " bytes ends after its input");
        }
        return length;
    }

    private static void requireSequence(byte[] der, int at) {
        boolean fits = at + 1 < der.length && (der[at] & 0xff) == SEQUENCE;
        int lengthBytes = fits && (der[at + 1] & 0x80) != 0 ? der[at + 1] & 0x7f : 0;
        if (!fits || lengthBytes > 4 || at + 2 + lengthBytes > der.length) {
            throw new IllegalArgumentException("no sequence at byte " + at);
        }
    }

    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        writeLength(content.size(), value);
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }

    /** In the shortest form, as DER asks for. */
    private static void writeLength(int length, ByteArrayOutputStream to) {
        if (length < 0x80) {
            to.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        to.write(0x80 | bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            to.write(length >> (8 * i));
        }
    }
}
