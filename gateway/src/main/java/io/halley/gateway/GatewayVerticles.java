package io.halley.gateway;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.config.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the gateway verticles of one process, one after the other, under one name. */
public final class GatewayVerticles implements Supplier<GatewayVerticle> {

    private static final String HOST_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LETTERS = 6;

    private final Config config;
    private final String sessionSecret;
    private final MeterRegistry meters;
    private final String process = name(System.getenv("HOSTNAME"));
    private int loops;

    /** @param sessionSecret what session cookies are signed with, the same for all gateways */
    public GatewayVerticles(Config config, String sessionSecret, MeterRegistry meters) {
        this.config = config;
        this.sessionSecret = sessionSecret;
        this.meters = meters;
    }

    @Override
    public GatewayVerticle get() {
        return new GatewayVerticle(config, sessionSecret, meters, new GatewayId(process, loops++));
    }

    /** An operator knows the host. What is drawn by chance tells processes of one host apart, and a process from its last run. */
    static String name(@Nullable String host) {
        String known = host != null && host.matches(HOST_NAME) ? host.split("\\.", 2)[0] : "gateway";
        StringBuilder name = new StringBuilder(known).append('-');
        new SecureRandom().ints(RANDOM_LETTERS, 0, LETTERS.length()).forEach(i -> name.append(LETTERS.charAt(i)));
        return name.toString();
    }
}
