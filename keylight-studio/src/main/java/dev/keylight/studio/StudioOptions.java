package dev.keylight.studio;

import dev.keylight.BadInputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a studio is run.
 *
 * @param data where uploads, jobs and the database are
 * @param host to listen on; anything but loopback demands a token
 * @param port to listen on, 0 for any free one
 * @param token what clients must show, or null for none
 * @param allowedHosts further names clients may call the server by, beside {@code host} and localhost
 * @param uploadBytes largest upload
 * @param megapixels largest picture
 * @param seconds longest video
 * @param uploadsPerClient how many uploads one client may have here
 * @param queueLength how many jobs may wait
 * @param jobsPerClient how many of one client may wait or run
 * @param diskBytes budget of uploads and results together
 * @param patienceSeconds how long a client may say nothing in the middle of a request
 */
public record StudioOptions(
    Path data,
    String host,
    int port,
    String token,
    List<String> allowedHosts,
    long uploadBytes,
    int megapixels,
    int seconds,
    int uploadsPerClient,
    int queueLength,
    int jobsPerClient,
    long diskBytes,
    int patienceSeconds) {
  public StudioOptions {
    if (token != null && token.length() < 16) {
      throw new BadInputException("the token must have at least 16 characters");
    }
    if (token == null && !loopback(host)) {
      throw new BadInputException(
          "listening on " + host + " lets others in; give a --token of at least 16 characters, or stay on 127.0.0.1");
    }
    allowedHosts = List.copyOf(allowedHosts);
  }

  /** On this machine only, with generous limits. */
  public static StudioOptions local(Path data, int port) {
    return new StudioOptions(
        data, "127.0.0.1", port, null, List.of(), 512L << 20, 50, 600, 500, 50, 20, 10L << 30, 30);
  }

  /** The same elsewhere. */
  public StudioOptions listening(String otherHost, String withToken, List<String> alsoCalled) {
    return new StudioOptions(
        data, otherHost, port, withToken, alsoCalled, uploadBytes, megapixels, seconds, uploadsPerClient, queueLength,
        jobsPerClient, diskBytes, patienceSeconds);
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new BadInputException("there is no address " + host + " to listen on");
    }
  }
}
