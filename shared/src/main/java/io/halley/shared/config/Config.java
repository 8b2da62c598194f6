package io.halley.shared.config;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        TrustedProxies trustedProxies,
        ClassicConfig classic) {

    /** How users sign in. */
    public enum Login {
        /** By saying who they are: for trying out, and behind something that has asked already. */
        OPEN,
        /** With a token that the application's back end signed with the session secret. */
        TOKEN
    }

    /** The servers that there are. A process need not have all of them. */
    public enum Server {
        GATEWAY,
        PUBLISHER,
        MANAGEMENT;

        /** The variable that sets its port. */
        public String setting() {
            return "HALLEY_" + name() + "_PORT";
        }
    }

    /** Reads the {@code HALLEY_…} variables for a process that has all servers. */
    public static Config read(Map<String, String> environment) {
        return read(environment, EnumSet.allOf(Server.class));
    }

    /**
     * Reads the {@code HALLEY_…} variables.
     *
     * @param servers those of this process: each needs a port to itself
     * @throws ConfigException naming every variable that is wrong, not only the first
     */
    public static Config read(Map<String, String> environment, Set<Server> servers) {
        Environment variables = new Environment(environment);
        Config config = read(variables);
        Map<Integer, Server> taken = new HashMap<>();
        for (Server server : EnumSet.copyOf(servers)) {
            Server first = taken.putIfAbsent(config.port(server), server);
            if (first != null) {
                variables.notDifferent(server.setting(), config.port(server), first.setting());
            }
        }
        variables.failOnProblems();
        return config;
    }

    /**
     * Where the management server of a process with these variables is to be asked, from the same machine. The other
     * variables are not looked at.
     *
     * @throws ConfigException as {@link #read}
     */
    public static String managementUrl(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String host = host(variables);
        int port = managementPort(variables);
        variables.failOnProblems();
        return url(host, port);
    }

    /** Where a publisher with these variables is to be reached from the same machine. */
    static String publisherUrl(Environment variables) {
        return url(host(variables), publisherPort(variables));
    }

    /** Where a server of this process that listens on this port is to be reached on its machine: {@code http://HOST:PORT}. */
    public String url(int port) {
        return url(host, port);
    }

    private static String url(String host, int port) {
        String reachable =
                switch (host) {
                    case "0.0.0.0", "::" -> "127.0.0.1";
                    default -> host.indexOf(':') < 0 ? host : "[" + host + "]";
                };
        return "http://" + reachable + ":" + port;
    }

    /** The port of this server, as set. */
    public int port(Server server) {
        return switch (server) {
            case GATEWAY -> gatewayPort;
            case PUBLISHER -> publisherPort;
            case MANAGEMENT -> managementPort;
        };
    }

    /** Every variable that there is, in the order in which they are best read. */
    public static List<Setting> settings() {
        Environment variables = new Environment(Map.of());
        read(variables);
        PublisherAccess.url(variables);
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

    private static String host(Environment variables) {
        return variables.text("HALLEY_HOST", "127.0.0.1", "address that the servers listen on");
    }

    private static int publisherPort(Environment variables) {
        return variables.port(Server.PUBLISHER.setting(), 8081, "what back ends and operators use");
    }

    private static int managementPort(Environment variables) {
        return variables.port(Server.MANAGEMENT.setting(), 8090, "health, metrics, info");
    }

    private static Config read(Environment variables) {
        return new Config(
                host(variables),
                variables.port(Server.GATEWAY.setting(), 8080, "what browsers use"),
                publisherPort(variables),
                managementPort(variables),
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
                        TrustedProxies::parse),
                ClassicConfig.read(variables));
    }
}
