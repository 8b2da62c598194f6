package io.halley.standalone;

import io.halley.shared.config.Config;
import io.halley.shared.config.Setting;
import io.halley.shared.runtime.Version;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What Halley says to whoever started it. */
final class Screen {

    private Screen() {}

    static String help(List<Setting> settings) {
        StringBuilder text = new StringBuilder(
                """
                Halley %s: server push to browsers over plain HTTP.
                Back ends post events and push URLs, the store keeps them, browsers get them at once or on return.

                  java -jar halley.jar            start store, publisher and gateway in this process
                  java -jar halley.jar --help     this text
                  java -jar halley.jar --version  which Halley this is

                Settings are variables of the environment, all optional:

                """
                        .formatted(Version.CURRENT));
        for (Setting setting : settings) {
            text.append("  %-24s %-10s %s%n".formatted(setting.name(), setting.otherwise(), setting.meaning()));
        }
        return text.toString();
    }

    static String welcome(Config config, Standalone halley) {
        String gateway = "http://" + address(config.host()) + ":" + halley.gatewayPort();
        String publisher = "http://" + address(config.host()) + ":" + halley.publisherPort();
        String made = config.publishKey() == null ? halley.secrets().publishKey() : null;
        return """
                Halley %s is up.

                  pages       %s/
                  console     %s/%s
                  management  http://%s:%d/ready
                  data        %s

                Open %s/push?user=1 and push a page there:

                  %s

                Ctrl-C ends it.
                """
                .formatted(
                        Version.CURRENT,
                        gateway,
                        publisher,
                        made == null ? "" : "#key=" + URLEncoder.encode(made, StandardCharsets.UTF_8),
                        address(config.host()),
                        halley.managementPort(),
                        config.store().dataDir().toAbsolutePath().normalize(),
                        gateway,
                        curl(publisher, made == null ? "$HALLEY_PUBLISH_KEY" : made));
    }

    /** A key that was set is nobody's business who reads the screen; one that was made is to be had from it. */
    private static String curl(String publisher, String key) {
        return "curl -H \"Authorization: Bearer " + key + "\" -H 'Content-Type: application/json'"
                + " -d '{\"to\":[\"1\"],\"url\":\"https://example.org/\"}' " + publisher + "/v1/push";
    }

    /** Where a server that listens on this can be reached from here. */
    private static String address(String host) {
        return switch (host) {
            case "0.0.0.0", "::" -> "127.0.0.1";
            default -> host.indexOf(':') < 0 ? host : "[" + host + "]";
        };
    }
}
