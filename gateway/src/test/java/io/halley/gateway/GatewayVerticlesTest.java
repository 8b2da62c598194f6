package io.halley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GatewayVerticlesTest {

    @Test
    void a_process_is_named_after_its_host_and_never_twice_the_same() {
        assertThat(GatewayVerticles.name("web-1.example.org")).matches("web-1-[0-9a-z]{6}");
        assertThat(GatewayVerticles.name(null)).matches("gateway-[0-9a-z]{6}");
        assertThat(GatewayVerticles.name("what is this")).matches("gateway-[0-9a-z]{6}");
        assertThat(GatewayVerticles.name("-x")).matches("gateway-[0-9a-z]{6}");
        assertThat(GatewayVerticles.name("h")).isNotEqualTo(GatewayVerticles.name("h"));
    }
}
