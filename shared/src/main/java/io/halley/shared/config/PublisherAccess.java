package io.halley.shared.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a program that is no server reaches a publisher.
 *
 * @param url {@code http://HOST:PORT}, or a path below it, without a slash at the end
 * @param key what to send as {@code Authorization: Bearer}
 * @param keySource what the key was taken from: a variable, or a file
 */
public record PublisherAccess(String url, String key, String keySource) {

    private static final Setting URL = new Setting(
            "HALLEY_PUBLISHER_URL", "", "where bin/halley finds the publisher; on this machine when not set");

    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.[0-9]+){3}|\\[::1]");

    /**
     * Reads the variables that concern it, and the key file that a Halley with the same ones has made; its key is for this
     * machine only, and another one's has to be set. The other variables are not looked at. Blocks.
     *
     * @throws ConfigException if one is wrong, or there is no key
     */
    public static PublisherAccess read(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String set = url(variables);
        String own = Config.publisherUrl(variables);
        String key = variables.secret(Secrets.PUBLISH_KEY, Secrets.SHORTEST_KEY);
        SecretFile file = Secrets.keyFile(StoreConfig.dataDir(variables));
        variables.failOnProblems();
        if (key == null && !set.isEmpty() && !isOnThisMachine(set)) {
            throw new ConfigException(
                    List.of("HALLEY_PUBLISH_KEY is not set (expected: the key of the publisher at " + set + ")"));
        }
        return new PublisherAccess(
                set.isEmpty() ? own : set,
                key != null ? key : file.read(),
                key != null ? Secrets.PUBLISH_KEY.name() : file.file().toString());
    }

    private static boolean isOnThisMachine(String url) {
        return THIS_MACHINE.matcher(URI.create(url).getHost()).matches();
    }

    /** Empty if it is not set. */
    static String url(Environment variables) {
        return variables.parsed(URL, "http://HOST:PORT or https://HOST", PublisherAccess::parse);
    }

    private static String parse(String text) {
        if (text.isEmpty()) {
            return text;
        }
        try {
            URI uri = new URI(text);
            boolean sound = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (sound) {
                return text.replaceFirst("/+$", "");
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException();
    }

    /** A record would show the key. */
    @Override
    public String toString() {
        return "PublisherAccess";
    }
}
