package org.isochrone.probe.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates are believed: of the authorities that the Java runtime knows and those in a file; or of anybody,
 * where a zone's check says so. Immutable, safe for any thread.
 */
public final class TlsPolicy {
    private final SSLContext verifying;
    private final SSLContext insecure;

    private TlsPolicy(SSLContext verifying, SSLContext insecure) {
        this.verifying = verifying;
        this.insecure = insecure;
    }

    /**
     * Returns the policy.
     *
     * @param authorities a PEM file of more certificates to believe in
     * @throws IllegalArgumentException if the file cannot be read, or holds no certificate
     */
    public static TlsPolicy of(Optional<Path> authorities) {
        Collection<? extends Certificate> more =
                authorities.map(TlsPolicy::certificates).orElse(List.of());
        try {
            return new TlsPolicy(context(trust(more)), context(new TrustManager[] {new Anybody()}));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime has no TLS: " + e.getMessage(), e);
        }
    }

    /** Returns a client's side of a connection to {@code host}, a name or an address. */
    public SSLEngine engine(String host, int port, boolean takesAnybody) {
        SSLEngine engine = context(takesAnybody).createSSLEngine(withoutDot(host), port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters(host, takesAnybody, engine.getSSLParameters()));
        return engine;
    }

    /** Puts TLS over a connection to {@code host}, a name or an address, and does nothing else yet. */
    public SSLSocket over(Socket plain, String host, boolean takesAnybody) throws IOException {
        SSLSocket socket = (SSLSocket)
                context(takesAnybody).getSocketFactory().createSocket(plain, withoutDot(host), plain.getPort(), true);
        socket.setSSLParameters(parameters(host, takesAnybody, socket.getSSLParameters()));
        return socket;
    }

    private SSLContext context(boolean takesAnybody) {
        return takesAnybody ? insecure : verifying;
    }

    private static SSLParameters parameters(String host, boolean takesAnybody, SSLParameters parameters) {
        parameters.setServerNames(serverName(host));
        if (!takesAnybody) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    /**
     * The name that TLS asks for: an address is none, and a dot at the end is no part of it (RFC 6066 section 3). Left
     * alone, Java keeps short names back.
     */
    static List<SNIServerName> serverName(String host) {
        try {
            InetAddress.ofLiteral(host);
            return List.of();
        } catch (IllegalArgumentException _) {
            try {
                return List.of(new SNIHostName(withoutDot(host)));
            } catch (IllegalArgumentException _) {
                // Names that the letters of DNS do not allow are looked up all the same, and then asked for by none.
                return List.of();
            }
        }
    }

    /** As it stands in certificates. */
    private static String withoutDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /**
     * Reads the certificates of a PEM file.
     *
     * @throws IllegalArgumentException if it cannot be read, or holds none
     */
    public static Collection<? extends Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new IllegalArgumentException("holds no certificate");
            }
            return read;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot be read as PEM certificates: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(Collection<? extends Certificate> more)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        if (more.isEmpty()) {
            return factory.getTrustManagers();
        }
        List<Certificate> all = new ArrayList<>(more);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                all.addAll(List.of(known.getAcceptedIssuers()));
            }
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), all.get(i));
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /** Believes anybody, as a check with {@code insecure} asks for: it tells whether a server works, not who it is. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
