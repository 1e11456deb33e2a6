package org.isochrone.sql.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;

/**
 * How connections to the database server are protected. Immutable.
 *
 * @param mode what is asked of the server; {@code Tls}, default {@code preferred}
 * @param authorities a PEM file of those who may have signed the server's certificate; {@code TlsCa}, default those
 *     that the JDK trusts
 */
public record Tls(Mode mode, Optional<Path> authorities) {
    /** What holds where nothing is configured. */
    public static final Tls DEFAULT = new Tls(Mode.PREFERRED, Optional.empty());

    /** What is asked of the server. */
    public enum Mode {
        /** Nothing is encrypted. */
        OFF("DISABLED"),
        /** Encrypted if the server can, which somebody on the way can prevent. */
        PREFERRED("PREFERRED"),
        /** Encrypted or no connection; whoever answers is believed to be the server. */
        REQUIRED("REQUIRED"),
        /** Encrypted, by a certificate for the server's name that an authority has signed, or no connection. */
        VERIFIED("VERIFY_IDENTITY");

        private final String driver;

        Mode(String driver) {
            this.driver = driver;
        }

        private static Optional<Mode> named(String text) {
            for (Mode mode : values()) {
                if (mode.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                    return Optional.of(mode);
                }
            }
            return Optional.empty();
        }
    }

    /** Reads the keys {@code Tls} and {@code TlsCa} of {@code section}. */
    public static Tls from(Settings settings, String section) {
        Mode mode = settings.parsed(
                section, "Tls", Mode.PREFERRED, "off, preferred, required or verified", text -> Mode.named(text));
        Optional<Setting> file = settings.find(section, "TlsCa");
        file.ifPresent(setting -> {
            if (mode != Mode.VERIFIED) {
                settings.problems()
                        .error(setting.where(), "[" + section + "] TlsCa is looked at with Tls = verified only");
            }
            problem(Path.of(setting.value()))
                    .ifPresent(problem -> settings.problems()
                            .error(
                                    setting.where(),
                                    "[" + section + "] TlsCa must be a PEM file of certificates: '" + setting.value()
                                            + "' (" + problem + ")"));
        });
        return new Tls(mode, file.map(setting -> Path.of(setting.value())));
    }

    private static Optional<String> problem(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            new PemTrust().engineLoad(pem, null);
            return Optional.empty();
        } catch (IOException | CertificateException e) {
            return Optional.of(e.toString());
        }
    }

    /** Returns what the driver wants to hear, as parameters of its URL, each behind an ampersand. */
    public String parameters() {
        String parameters = "&sslMode=" + mode.driver;
        if (authorities.isEmpty()) {
            return parameters;
        }
        PemTrust.register();
        return parameters + "&fallbackToSystemTrustStore=false&trustCertificateKeyStoreType=" + PemTrust.TYPE
                + "&trustCertificateKeyStoreUrl="
                + URLEncoder.encode(authorities.get().toUri().toString(), StandardCharsets.UTF_8);
    }
}
