package org.isochrone.probe.health;

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
 */
record TestCertificate(SSLContext context, Path pem) {
    private static final String PASSWORD = "changeit";

    /** Makes one for a host, in files that begin with {@code base}. */
    static TestCertificate of(String host, Path base) throws IOException, GeneralSecurityException {
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
                        "san=dns:" + host,
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
        byte[] encoded = keys.getCertificate("key").getEncoded();
        Path pem = Files.writeString(
                base.resolveSibling(base.getFileName() + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END CERTIFICATE-----\n");
        return new TestCertificate(context, pem);
    }
}
