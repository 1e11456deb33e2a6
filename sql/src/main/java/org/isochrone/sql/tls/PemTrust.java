package org.isochrone.sql.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Certificates in a PEM file, as administrators have them, in the form in which Java's libraries take whom to trust: a
 * key store that can be read and not written. It is read anew for each connection, so that a certificate may be
 * replaced while the program runs.
 */
public final class PemTrust extends KeyStoreSpi {
    /** The type of key store to name to a library, once {@link #register} was called. */
    public static final String TYPE = "IsochronePEM";

    private final Map<String, Certificate> certificates = new LinkedHashMap<>();

    /** Made by the JDK, by this class's name. */
    public PemTrust() {}

    /** Makes {@link #TYPE} known in this JVM. */
    public static void register() {
        Security.addProvider(new Registration());
    }

    private static final class Registration extends Provider {
        private static final long serialVersionUID = 1L;

        Registration() {
            super(TYPE, "1", "trusted certificates in PEM files");
            putService(new Service(this, "KeyStore", TYPE, PemTrust.class.getName(), null, null));
        }
    }

    @Override
    public void engineLoad(@Nullable InputStream file, char @Nullable [] password)
            throws IOException, CertificateException {
        certificates.clear();
        if (file == null) {
            return;
        }
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
            certificates.put("certificate " + (certificates.size() + 1), certificate);
        }
        if (certificates.isEmpty()) {
            throw new IOException("there is no certificate in it");
        }
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        return certificates.get(alias);
    }

    @Override
    public @Nullable String engineGetCertificateAlias(Certificate certificate) {
        return certificates.entrySet().stream()
                .filter(entry -> entry.getValue().equals(certificate))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(certificates.keySet());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return certificates.containsKey(alias);
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return certificates.containsKey(alias);
    }

    @Override
    public int engineSize() {
        return certificates.size();
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        return false;
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char[] password) {
        return null;
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
        return null;
    }

    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
        return null;
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain)
            throws KeyStoreException {
        throw readOnly();
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) throws KeyStoreException {
        throw readOnly();
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) throws KeyStoreException {
        throw readOnly();
    }

    @Override
    public void engineDeleteEntry(String alias) throws KeyStoreException {
        throw readOnly();
    }

    @Override
    public void engineStore(OutputStream stream, char[] password) {
        throw new UnsupportedOperationException("read only");
    }

    private static KeyStoreException readOnly() {
        return new KeyStoreException("read only");
    }
}
