package io.halley.shared.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set.
 *
 * @param host the address that the servers listen on
 * @param publishKey what back ends send as {@code Authorization: Bearer}; null to have one made and kept
 * @param sessionSecret what session cookies are signed with; null to have one made and kept
 */
public record Config(
        String host,
        int gatewayPort,
        int publisherPort,
        int managementPort,
        StoreConfig store,
        @Nullable String publishKey,
        @Nullable String sessionSecret,
        Login login,
        TrustedProxies trustedProxies) {

    private static final List<String> PORTS =
            List.of("HALLEY_GATEWAY_PORT", "HALLEY_PUBLISHER_PORT", "HALLEY_MANAGEMENT_PORT");

    /** How users sign in. */
    public enum Login {
        /** By saying who they are: for trying out, and behind something that has asked already. */
        OPEN,
        /** With a token that the application's back end signed with the session secret. */
        TOKEN
    }

    /**
     * Reads the {@code HALLEY_…} variables.
     *
     * @throws ConfigException naming every variable that is wrong, not only the first
     */
    public static Config read(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        Config config = read(variables);
        List<Integer> ports = List.of(config.gatewayPort(), config.publisherPort(), config.managementPort());
        for (int place = 1; place < ports.size(); place++) {
            int first = ports.indexOf(ports.get(place));
            if (first < place) {
                variables.notDifferent(PORTS.get(place), ports.get(place), PORTS.get(first));
            }
        }
        variables.failOnProblems();
        return config;
    }

    /** Every variable that there is, in the order in which they are best read. */
    public static List<Setting> settings() {
        Environment variables = new Environment(Map.of());
        read(variables);
        return variables.settings();
    }

    /** One line for each {@code HALLEY_…} variable that Halley does not know. They are no reason not to start. */
    public static List<String> unknownVariables(Map<String, String> environment) {
        return UnknownVariables.among(environment, settings());
    }

    /** A record would show the secrets. */
    @Override
    public String toString() {
        return "Config";
    }

    private static Config read(Environment variables) {
        return new Config(
                variables.text("HALLEY_HOST", "127.0.0.1", "address that the servers listen on"),
                variables.port("HALLEY_GATEWAY_PORT", 8080, "what browsers use"),
                variables.port("HALLEY_PUBLISHER_PORT", 8081, "what back ends and operators use"),
                variables.port("HALLEY_MANAGEMENT_PORT", 8090, "health, metrics, info"),
                StoreConfig.read(variables),
                variables.secret(Secrets.PUBLISH_KEY, Secrets.SHORTEST_KEY),
                variables.secret(Secrets.SESSION_SECRET, Secrets.SHORTEST_SECRET),
                variables.oneOf(
                        "HALLEY_LOGIN",
                        Login.class,
                        Login.OPEN,
                        "how users sign in: open, by saying who they are; token, with a token that a back end signed"),
                variables.parsed(
                        new Setting(
                                "HALLEY_TRUSTED_PROXIES",
                                "",
                                "addresses or networks, joined by ',', whose X-Forwarded headers are believed"),
                        "addresses, or networks such as 10.0.0.0/8, joined by ','",
                        TrustedProxies::parse));
    }
}
