package org.isochrone.pdns.dns.zone;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.isochrone.steering.file.WholeFile;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/** Makes keys for signing zones: ECDSA P-256 with SHA-256 (RFC 6605), which RFC 8624 recommends and all validate. */
public final class KeyMaker {
    private static final int SIZE = 32;

    /** One key signs everything, and the parent zone points to it. */
    private static final int FLAGS = DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY;

    private KeyMaker() {}

    /**
     * A key that was made.
     *
     * @param file of its private part; the public part lies beside it
     * @param dnskey the data of its DNSKEY record
     * @param ds the data of the DS record for the parent zone
     */
    public record Made(Path file, String dnskey, String ds) {}

    /**
     * Makes a key and writes it as {@code dnssec-keygen} does, the private part for nobody but its owner.
     *
     * @param folder where to; made for its owner alone if it is missing
     * @param zone canonical name
     * @throws IOException if the folder cannot be made, or the public part written
     * @throws java.io.UncheckedIOException if the private part cannot be written
     */
    public static Made make(Path folder, String zone, SecureRandom random) throws IOException {
        Name name = Name.fromString(zone + ".");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        KeyPair pair;
        DNSKEYRecord record;
        String base;
        Path file;
        do {
            pair = pair(random);
            record = new DNSKEYRecord(
                    name,
                    DClass.IN,
                    0,
                    FLAGS,
                    DNSKEYRecord.Protocol.DNSSEC,
                    DNSSEC.Algorithm.ECDSAP256SHA256,
                    point(pair));
            base = String.format(Locale.ROOT, "K%s.+%03d+%05d", zone, record.getAlgorithm(), record.getFootprint());
            file = folder.resolve(base + ".private");
            // the tag in the name has 16 bits, and resolvers take keys of one tag for each other
        } while (Files.exists(file));
        String dnskey = FLAGS + " 3 13 " + base64(point(pair));
        String scalar = base64(fixed(((ECPrivateKey) pair.getPrivate()).getS()));
        // Whoever reads the folder takes a private part for a whole key, so it comes last and at once.
        Files.writeString(
                folder.resolve(base + ".key"), zone + ". IN DNSKEY " + dnskey + "\n", StandardCharsets.US_ASCII);
        WholeFile.write(
                file,
                "Private-key-format: v1.2\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: " + scalar + "\n",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        DSRecord ds = new DSRecord(name, DClass.IN, 0, DNSSEC.Digest.SHA256, record);
        return new Made(file, dnskey, ds.rdataToString());
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has P-256", e);
        }
    }

    private static byte[] point(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        byte[] both = Arrays.copyOf(fixed(key.getW().getAffineX()), 2 * SIZE);
        System.arraycopy(fixed(key.getW().getAffineY()), 0, both, SIZE, SIZE);
        return both;
    }

    /** Big-endian, without the sign and with leading zeroes. */
    private static byte[] fixed(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[SIZE];
        int length = Math.min(SIZE, signed.length);
        System.arraycopy(signed, signed.length - length, fixed, SIZE - length, length);
        return fixed;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
