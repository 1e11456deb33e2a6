package org.isochrone.probe.testnet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.isochrone.steering.testkit.ServerProcess;

/**
 * A key with a certificate that it signed itself, made by the JDK's keytool.
 *
 * @param context serves with it
 * @param pem the certificate
 * @param key the key
 */
public record TestCertificate(SSLContext context, Path pem, Path key) {
    private static final String PASSWORD = "changeit";

    /** Makes one for a host, in files that begin with {@code base}. */
    public static TestCertificate of(String host, Path base) throws IOException, GeneralSecurityException {
        return of(host, "dns:" + host, base);
    }

    /** Makes one that is valid for {@code names}, such as {@code dns:localhost,ip:127.0.0.1}. */
    public static TestCertificate of(String host, String names, Path base)
            throws IOException, GeneralSecurityException {
        Path store = base.resolveSibling(base.getFileName() + ".p12");
        ServerProcess.run(
                base.resolveSibling(base.getFileName() + ".log"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=" + names,
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return new TestCertificate(
                context,
                pem(base, ".pem", "CERTIFICATE", keys.getCertificate("key").getEncoded()),
                pem(
                        base,
                        ".key",
                        "PRIVATE KEY",
                        keys.getKey("key", PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path pem(Path base, String suffix, String what, byte[] encoded) throws IOException {
        return Files.writeString(
                base.resolveSibling(base.getFileName() + suffix),
                "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                        + what + "-----\n");
    }
}
