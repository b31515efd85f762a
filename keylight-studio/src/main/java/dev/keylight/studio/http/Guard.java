package dev.keylight.studio.http;

import dev.keylight.studio.StudioOptions;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Stands before every route. A name that is not ours in Host is DNS rebinding; an Origin that is not ours is another site
 * using the visitor's browser; where a token is set, nothing is answered without it.
 */
final class Guard {
  private static final String COOKIE = "keylight-session";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
          + " connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Set<String> names = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
  private final String token;
  private final String session;

  Guard(StudioOptions options) {
    names.add(options.host().toLowerCase(Locale.ROOT));
    options.allowedHosts().forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
    token = options.token();
    session = token == null ? null : digest("session of " + token);
  }

  /** Throws unless the request may go on. */
  void check(Context ctx) {
    headers(ctx);
    requireOwnOrigin(ctx.header("Host"), ctx.header("Origin"), ctx.header("Sec-Fetch-Site"), ctx.method().name());
    if (!free(ctx.path())) {
      requireToken(ctx);
    }
  }

  /** For requests of any kind, WebSocket upgrades included. */
  void requireOwnOrigin(String host, String origin, String site, String method) {
    if (host == null || !names.contains(withoutPort(host))) {
      throw new Problem(421, "wrong-host", "this studio is not called by that name; start it with --allow-host if it should be");
    }
    if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw new Problem(403, "wrong-origin", "other sites may not use this studio");
    }
    if ("cross-site".equals(site) && !method.equals("GET")) {
      throw new Problem(403, "wrong-origin", "other sites may not use this studio");
    }
  }

  void requireToken(Context ctx) {
    if (token != null && !knows(ctx)) {
      throw new Problem(401, "token-missing", "this studio wants its token: open the address that was printed when it was started");
    }
  }

  /** Lets a browser in that shows the token once. */
  void enter(Context ctx, String shown) {
    if (token == null || !same(token, shown == null ? "" : shown)) {
      throw new Problem(401, "token-wrong", "that is not this studio's token");
    }
    ctx.header("Set-Cookie", COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict");
    ctx.redirect("/");
  }

  private boolean knows(Context ctx) {
    String authorization = ctx.header("Authorization");
    if (authorization != null && authorization.startsWith("Bearer ")) {
      return same(token, authorization.substring(7));
    }
    String cookie = ctx.cookie(COOKIE);
    return cookie != null && same(session, cookie);
  }

  private static boolean free(String path) {
    return path.equals("/healthz") || path.equals("/enter");
  }

  private static void headers(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (ctx.path().startsWith("/v1/")) {
      ctx.header("Cache-Control", "no-store");
    }
  }

  private static String withoutPort(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
  }

  private static boolean same(String expected, String shown) {
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
