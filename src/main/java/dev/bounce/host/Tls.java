package dev.bounce.host;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** TLS over a connection. A class of its own, so that only who speaks TLS waits for it to load. */
final class Tls {
  private Tls() {}

  /**
   * Returns a socket that speaks TLS over a connected one, after the handshake.
   *
   * @param certificate as {@link Endpoint.Secured} has it
   * @throws IOException when the server's certificate is not believed, or that file cannot be read
   */
  static Socket over(Socket plain, String host, int port, Optional<Path> certificate)
      throws IOException {
    SSLSocket socket = (SSLSocket) factory(certificate).createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLSocketFactory factory(Optional<Path> certificate) throws IOException {
    if (certificate.isEmpty()) {
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {PinnedTrust.of(certificate.get())}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(certificate.get() + " cannot be used: " + e.getMessage(), e);
    }
  }
}
