package dev.larder.server;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who encrypts: BoringSSL, by way of Conscrypt, where its native library loads, or else the JDK,
 * which takes several times as long for a handshake. Conscrypt hands out no steps of a handshake:
 * it signs on the I/O thread.
 */
final class TlsProvider {
  private static final Logger LOG = LoggerFactory.getLogger(TlsProvider.class);

  /** The kinds of key that Conscrypt signs with. */
  private static final Set<String> NATIVE_KEYS = Set.of("RSA", "EC");

  /** Kept for clients without tickets; those with tickets keep their sessions themselves. */
  private static final int MOST_SESSIONS = 10_000;

  private static final Duration SESSION_LIFETIME = Duration.ofHours(12);

  private final @Nullable Provider conscrypt;

  private TlsProvider(@Nullable Provider conscrypt) {
    this.conscrypt = conscrypt;
  }

  /** The one that is wanted, as far as it can be had; the log tells which it is, and why. */
  static TlsProvider of(ServerOptions.Tls.Provider wanted, PrivateKey key) {
    if (wanted == ServerOptions.Tls.Provider.JSSE) {
      LOG.info("The JDK encrypts.");
      return new TlsProvider(null);
    }
    if (!NATIVE_KEYS.contains(key.getAlgorithm())) {
      LOG.warn("The JDK encrypts: native code has no use for a key of {}.", key.getAlgorithm());
      return new TlsProvider(null);
    }
    try {
      Provider loaded = Conscrypt.newProviderBuilder().provideTrustManager(false).build();
      Conscrypt.Version version = Conscrypt.version();
      LOG.info("Conscrypt {}.{}.{} encrypts.", version.major(), version.minor(), version.patch());
      return new TlsProvider(loaded);
    } catch (LinkageError | RuntimeException missing) {
      LOG.warn("The JDK encrypts, since native code cannot be loaded: {}", missing.toString());
      LOG.debug("Native code cannot be loaded.", missing);
      return new TlsProvider(null);
    }
  }

  /** A context that shows a certificate, and asks for none. */
  SSLContext context(PrivateKey key, Certificate[] chain) throws GeneralSecurityException {
    SSLContext context =
        conscrypt == null
            ? SSLContext.getInstance("TLS")
            : SSLContext.getInstance("TLS", conscrypt);
    KeyManager[] shown = {new OneIdentity(own(key), chain)};
    context.init(shown, new TrustManager[0], null);
    SSLSessionContext sessions = context.getServerSessionContext();
    sessions.setSessionCacheSize(MOST_SESSIONS);
    sessions.setSessionTimeout((int) SESSION_LIFETIME.toSeconds());
    return context;
  }

  private PrivateKey own(PrivateKey key) throws GeneralSecurityException {
    return conscrypt == null
        ? key
        : KeyFactory.getInstance(key.getAlgorithm(), conscrypt)
            .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  /** Makes of an engine one that does what is relied upon: the JDK's do. */
  static SSLEngine prepared(SSLEngine engine) {
    if (!Conscrypt.isConscrypt(engine)) {
      return engine;
    }
    Conscrypt.setUseSessionTickets(engine, true);
    return new HalfClosableEngine(engine);
  }
}
