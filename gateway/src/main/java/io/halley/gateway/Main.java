package io.halley.gateway;

import io.halley.shared.config.Config;
import io.halley.shared.config.Config.Server;
import io.halley.shared.runtime.Launcher;
import io.halley.shared.runtime.Program;
import io.halley.shared.runtime.Version;
import java.util.EnumSet;
import java.util.Set;

/** {@code halley-gateway.jar}. */
public final class Main implements Program {

    private Main() {}

    public static void main(String[] arguments) {
        Launcher.run(new Main(), arguments);
    }

    @Override
    public String jar() {
        return "halley-gateway.jar";
    }

    @Override
    public String purpose() {
        return "a gateway, which shares a Redis with others and with publishers";
    }

    @Override
    public Set<Server> servers() {
        return EnumSet.of(Server.GATEWAY, Server.MANAGEMENT);
    }

    @Override
    public Running start(Config config) {
        GatewayProcess gateway = new GatewayProcess(config);
        String welcome = "Halley %s is up: a gateway on port %d, management on port %d%n"
                .formatted(Version.CURRENT, gateway.port(), gateway.managementPort());
        return new Running(welcome, gateway::stop);
    }
}
