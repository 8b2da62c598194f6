package io.halley.shared.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where Redis is: {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]}, or {@code rediss} for TLS.
 *
 * @param text as it was set, with the password
 * @param host a name or an address
 * @param port 6379 unless it was given
 * @param database 0 unless it was given
 */
public record RedisUrl(String text, String host, int port, int database) {

    // first: the constant below is read by them
    private static final int USUAL_PORT = 6379;
    private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,4}");

    public static final RedisUrl LOCAL = parse("redis://127.0.0.1:6379");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static RedisUrl parse(String text) {
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme());
            String path = String.valueOf(url.getPath());
            check(scheme.equals("redis") || scheme.equals("rediss"));
            check(url.getHost() != null && url.getQuery() == null && url.getFragment() == null);
            check(DATABASE.matcher(path).matches() && url.getPort() <= 65_535 && url.getPort() != 0);
            return new RedisUrl(
                    text,
                    url.getHost(),
                    url.getPort() < 0 ? USUAL_PORT : url.getPort(),
                    path.length() < 2 ? 0 : Integer.parseInt(path.substring(1)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URL", e);
        }
    }

    /** Host and port only: whoever reads a log need not know the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("no URL of a Redis");
        }
    }
}
