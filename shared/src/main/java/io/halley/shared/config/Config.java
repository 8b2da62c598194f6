package io.halley.shared.config;

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
        Config config = new Config(
                variables.text("HALLEY_HOST", "127.0.0.1"),
                variables.port("HALLEY_GATEWAY_PORT", 8080),
                variables.port("HALLEY_PUBLISHER_PORT", 8081),
                variables.port("HALLEY_MANAGEMENT_PORT", 8090),
                StoreConfig.read(variables),
                variables.secret("HALLEY_PUBLISH_KEY", 16),
                variables.secret("HALLEY_SESSION_SECRET", 32),
                variables.oneOf("HALLEY_LOGIN", Login.class, Login.OPEN),
                variables.parsed("HALLEY_TRUSTED_PROXIES", TrustedProxies.NONE, TrustedProxies::parse));
        variables.failOnProblems();
        return config;
    }
}
