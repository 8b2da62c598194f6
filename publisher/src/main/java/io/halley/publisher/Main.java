package io.halley.publisher;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.runtime.Launcher;
import io.halley.shared.runtime.Program;
import io.halley.shared.runtime.Version;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** {@code halley-publisher.jar}. */
public final class Main implements Program {

    private Main() {}

    public static void main(String[] arguments) {
        Launcher.run(new Main(), arguments);
    }

    @Override
    public String jar() {
        return "halley-publisher.jar";
    }

    @Override
    public String purpose() {
        return "a publisher, which shares a Redis with gateways";
    }

    @Override
    public Set<Server> servers() {
        return EnumSet.of(Server.PUBLISHER, Server.MANAGEMENT);
    }

    @Override
    public Running start(Config config) {
        PublisherProcess publisher = new PublisherProcess(config);
        return new Running(welcome(config, publisher), publisher::stop);
    }

    /** One line, which names the gateways too: nobody else knows both addresses and the key. */
    private static String welcome(Config config, PublisherProcess publisher) {
        String key = URLEncoder.encode(publisher.publishKey(), StandardCharsets.UTF_8);
        return "Halley %s is up. Pages %s/ · publisher %s/ · console %s/%s%n"
                .formatted(
                        Version.CURRENT,
                        config.url(config.gatewayPort()),
                        config.url(publisher.port()),
                        config.url(publisher.port()),
                        // a key that was set is nobody's business who reads the screen
                        config.publishKey() == null ? "#key=" + key : "");
    }
}
