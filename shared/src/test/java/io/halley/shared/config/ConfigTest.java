package io.halley.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void every_variable_and_its_default() {
        assertThat(Config.settings().stream().map(setting -> setting.name() + "=" + setting.otherwise()))
                .containsExactly(
                        "HALLEY_HOST=127.0.0.1",
                        "HALLEY_GATEWAY_PORT=8080",
                        "HALLEY_PUBLISHER_PORT=8081",
                        "HALLEY_MANAGEMENT_PORT=8090",
                        "HALLEY_STORE=embedded",
                        "HALLEY_DATA_DIR=data",
                        "HALLEY_REDIS_URL=redis://127.0.0.1:6379",
                        "HALLEY_RETAIN_EVENTS=1000",
                        "HALLEY_RETAIN_BYTES=16m",
                        "HALLEY_RETAIN_HOURS=168",
                        "HALLEY_INBOX_RETAIN_EVENTS=1000",
                        "HALLEY_INBOX_RETAIN_BYTES=16m",
                        "HALLEY_INBOX_RETAIN_HOURS=720",
                        "HALLEY_PUBLISH_KEY=",
                        "HALLEY_SESSION_SECRET=",
                        "HALLEY_LOGIN=open",
                        "HALLEY_TRUSTED_PROXIES=",
                        "HALLEY_CLASSIC=same-origin",
                        "HALLEY_CLASSIC_PAGES=",
                        "HALLEY_PUBLISHER_URL=");
    }

    @Test
    void nothing_set_gives_the_defaults() {
        assertThat(Config.read(Map.of()))
                .isEqualTo(new Config(
                        "127.0.0.1",
                        8080,
                        8081,
                        8090,
                        new StoreConfig(
                                StoreConfig.Kind.EMBEDDED,
                                Path.of("data"),
                                RedisUrl.LOCAL,
                                new StoreConfig.Retention(1_000, 16L << 20, Duration.ofDays(7)),
                                new StoreConfig.Retention(1_000, 16L << 20, Duration.ofDays(30))),
                        null,
                        null,
                        Config.Login.OPEN,
                        TrustedProxies.NONE,
                        new ClassicConfig(ClassicConfig.Mode.SAME_ORIGIN, null)));
    }

    @Test
    void everything_set_is_taken() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("HALLEY_HOST", "0.0.0.0"),
                Map.entry("HALLEY_GATEWAY_PORT", " 1 "),
                Map.entry("HALLEY_PUBLISHER_PORT", "65535"),
                Map.entry("HALLEY_MANAGEMENT_PORT", "9090"),
                Map.entry("HALLEY_STORE", "redis"),
                Map.entry("HALLEY_REDIS_URL", "rediss://:secret@redis.example.org/3"),
                Map.entry("HALLEY_DATA_DIR", "/var/lib/halley"),
                Map.entry("HALLEY_RETAIN_EVENTS", "1000000"),
                Map.entry("HALLEY_RETAIN_BYTES", "2G"),
                Map.entry("HALLEY_RETAIN_HOURS", "1"),
                Map.entry("HALLEY_INBOX_RETAIN_EVENTS", "10000"),
                Map.entry("HALLEY_INBOX_RETAIN_BYTES", "1g"),
                Map.entry("HALLEY_INBOX_RETAIN_HOURS", "2"),
                Map.entry("HALLEY_PUBLISH_KEY", "0123456789abcdef"),
                Map.entry("HALLEY_SESSION_SECRET", "0123456789abcdef0123456789abcdef"),
                Map.entry("HALLEY_LOGIN", "Token"),
                Map.entry("HALLEY_PUBLISHER_URL", "https://example.org"),
                Map.entry("HALLEY_CLASSIC", "Open"),
                Map.entry("HALLEY_CLASSIC_PAGES", "src/test"),
                Map.entry("HALLEY_TRUSTED_PROXIES", "10.0.0.0/8, ::1"));
        assertThat(environment).hasSameSizeAs(Config.settings());
        assertThat(Config.read(environment))
                .isEqualTo(new Config(
                        "0.0.0.0",
                        1,
                        65_535,
                        9090,
                        new StoreConfig(
                                StoreConfig.Kind.REDIS,
                                Path.of("/var/lib/halley"),
                                new RedisUrl("rediss://:secret@redis.example.org/3", "redis.example.org", 6379, 3),
                                new StoreConfig.Retention(1_000_000, 2L << 30, Duration.ofHours(1)),
                                new StoreConfig.Retention(10_000, 1L << 30, Duration.ofHours(2))),
                        "0123456789abcdef",
                        "0123456789abcdef0123456789abcdef",
                        Config.Login.TOKEN,
                        TrustedProxies.parse("10.0.0.0/8,::1"),
                        new ClassicConfig(ClassicConfig.Mode.OPEN, Path.of("src/test"))));
    }

    @Test
    void all_problems_come_at_once_and_each_says_what_was_expected() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("HALLEY_GATEWAY_PORT", "0"),
                Map.entry("HALLEY_PUBLISHER_PORT", "65536"),
                Map.entry("HALLEY_MANAGEMENT_PORT", "+80"),
                Map.entry("HALLEY_STORE", "mysql"),
                Map.entry("HALLEY_REDIS_URL", "http://:secret@localhost"),
                Map.entry("HALLEY_RETAIN_EVENTS", "99999999999"),
                Map.entry("HALLEY_RETAIN_BYTES", "1k"),
                Map.entry("HALLEY_RETAIN_HOURS", "a week"),
                Map.entry("HALLEY_INBOX_RETAIN_EVENTS", "10001"),
                Map.entry("HALLEY_LOGIN", "ldap"),
                Map.entry("HALLEY_TRUSTED_PROXIES", "10.0.0.0/33"),
                Map.entry("HALLEY_CLASSIC", "on"),
                Map.entry("HALLEY_CLASSIC_PAGES", "no/such"));
        assertThat(problems(environment))
                .containsExactly(
                        "HALLEY_GATEWAY_PORT: \"0\" (expected: a whole number from 1 to 65535)",
                        "HALLEY_PUBLISHER_PORT: \"65536\" (expected: a whole number from 1 to 65535)",
                        "HALLEY_MANAGEMENT_PORT: \"+80\" (expected: a whole number from 1 to 65535)",
                        "HALLEY_STORE: \"mysql\" (expected: embedded or redis)",
                        "HALLEY_REDIS_URL: (not shown) (expected: redis://HOST, redis://:PASSWORD@HOST:PORT/DB,"
                                + " or rediss:// for TLS)",
                        "HALLEY_RETAIN_EVENTS: \"99999999999\" (expected: a whole number from 1 to 1000000)",
                        "HALLEY_RETAIN_BYTES: \"1k\" (expected: bytes, or with k, m or g behind, from 64k to 1024g)",
                        "HALLEY_RETAIN_HOURS: \"a week\" (expected: a whole number from 1 to 87600)",
                        "HALLEY_INBOX_RETAIN_EVENTS: \"10001\" (expected: a whole number from 1 to 10000)",
                        "HALLEY_LOGIN: \"ldap\" (expected: open or token)",
                        "HALLEY_TRUSTED_PROXIES: \"10.0.0.0/33\""
                                + " (expected: addresses, or networks such as 10.0.0.0/8, joined by ',')",
                        "HALLEY_CLASSIC: \"on\" (expected: off or same-origin or open)",
                        "HALLEY_CLASSIC_PAGES: \"no/such\" (expected: a folder that can be read)");
    }

    @Test
    void two_servers_do_not_share_a_port() {
        assertThat(problems(Map.of("HALLEY_GATEWAY_PORT", "8090", "HALLEY_PUBLISHER_PORT", "08090")))
                .containsExactly(
                        "HALLEY_PUBLISHER_PORT: \"8090\" (expected: another one than HALLEY_GATEWAY_PORT)",
                        "HALLEY_MANAGEMENT_PORT: \"8090\" (expected: another one than HALLEY_GATEWAY_PORT)");
    }

    @Test
    void secrets_are_never_shown() {
        Map<String, String> tooShort = Map.of("HALLEY_PUBLISH_KEY", "short", "HALLEY_SESSION_SECRET", "shorter");
        assertThat(problems(tooShort))
                .containsExactly(
                        "HALLEY_PUBLISH_KEY: (not shown) (expected: at least 16 visible ASCII characters, no spaces)",
                        "HALLEY_SESSION_SECRET: (not shown)"
                                + " (expected: at least 32 visible ASCII characters, no spaces)");

        Config config = Config.read(Map.of("HALLEY_PUBLISH_KEY", "0123456789abcdef"));
        assertThat(config.toString()).doesNotContain("0123456789abcdef");
        assertThat(new Secrets("0123456789abcdef", "x").toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void a_url_of_a_redis_says_where_and_keeps_its_password_to_itself() {
        RedisUrl url = RedisUrl.parse("redis://alice:p%40ss@redis:6380/12");
        assertThat(url).isEqualTo(new RedisUrl("redis://alice:p%40ss@redis:6380/12", "redis", 6380, 12));
        assertThat(url).hasToString("redis:6380");
        assertThat(RedisUrl.parse("rediss://[::1]")).hasToString("[::1]:6379");
        assertThat(List.of(
                        "redis", "redis:", "redis://", "redis://h:0", "redis://h:65536", "redis://h/x", "redis://h?a"))
                .allSatisfy(text ->
                        assertThatThrownBy(() -> RedisUrl.parse(text)).isInstanceOf(IllegalArgumentException.class));
    }

    @Test
    void an_empty_variable_counts_as_unset() {
        assertThat(Config.read(Map.of("HALLEY_PUBLISH_KEY", "", "HALLEY_GATEWAY_PORT", " ")))
                .isEqualTo(Config.read(Map.of()));
    }

    @Test
    void unknown_variables_are_named_with_the_nearest_setting() {
        Map<String, String> environment = Map.of(
                "HALLEY_GATEWAYPORT", "1", "HALLEY_SOMETHING_ELSE_ALTOGETHER", "1", "HALLEY_HOST", "::1", "PATH", "/");
        assertThat(Config.unknownVariables(environment))
                .containsExactly(
                        "HALLEY_GATEWAYPORT: no such setting, ignored (did you mean HALLEY_GATEWAY_PORT?)",
                        "HALLEY_SOMETHING_ELSE_ALTOGETHER: no such setting, ignored (--help lists all settings)");
    }

    @Test
    void a_process_needs_a_port_to_itself_only_for_what_it_listens_with() {
        Map<String, String> environment = Map.of("HALLEY_GATEWAY_PORT", "8080", "HALLEY_PUBLISHER_PORT", "8080");
        Set<Config.Server> servers = EnumSet.of(Config.Server.GATEWAY, Config.Server.MANAGEMENT);
        assertThat(Config.read(environment, servers).port(Config.Server.GATEWAY))
                .isEqualTo(8080);
        assertThat(problems(environment))
                .containsExactly("HALLEY_PUBLISHER_PORT: \"8080\" (expected: another one than HALLEY_GATEWAY_PORT)");
    }

    @Test
    void the_management_server_is_asked_on_this_machine_wherever_it_listens() {
        assertThat(Config.managementUrl(Map.of("HALLEY_LOGIN", "ldap"))).isEqualTo("http://127.0.0.1:8090");
        assertThat(Config.managementUrl(Map.of("HALLEY_HOST", "0.0.0.0", "HALLEY_MANAGEMENT_PORT", "1")))
                .isEqualTo("http://127.0.0.1:1");
        assertThat(Config.managementUrl(Map.of("HALLEY_HOST", "::"))).isEqualTo("http://127.0.0.1:8090");
        assertThat(Config.managementUrl(Map.of("HALLEY_HOST", "::1"))).isEqualTo("http://[::1]:8090");
    }

    private static List<String> problems(Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> Config.read(environment))
                .problems();
    }
}
