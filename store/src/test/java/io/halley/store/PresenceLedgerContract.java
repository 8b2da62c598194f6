package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever gateways report, and however time passes: who is listed as online, on which devices and held by whom, is what a
 * simple model says; and the log of {@code presence} tells every change of it once.
 */
abstract class PresenceLedgerContract extends PresenceTest {

    private static final int STEPS = 400;
    private static final int USERS = 5;
    private static final int CLIENTS = 3;
    private static final List<GatewayId> GATEWAYS = List.of(A, B, new GatewayId("c", 0));

    private final Random random = new Random();
    private final PresenceModel model = new PresenceModel();
    private final List<String> story = new ArrayList<>();
    private Position told = EventId.NONE;

    PresenceLedgerContract(TimedFixture fixture) {
        super(fixture);
    }

    @Test
    void agrees_with_a_simple_model_after_every_one_of_many_random_steps() {
        long seed = random.nextLong();
        random.setSeed(seed);
        story.add("seed " + seed);
        model.came(A, "u0", "c0");
        came(A, "u0/c0");
        try {
            for (int i = 0; i < STEPS; i++) {
                step();
                compare();
            }
            model.pass(10 * STEP);
            pass(10);
            compare();
        } catch (AssertionError e) {
            throw new AssertionError(String.join(", ", story), e);
        }
        assertThat(model.online()).isEmpty();
        assertThat(online()).isEmpty();
    }

    private void step() {
        int kind = random.nextInt(20);
        if (kind < 4) {
            passSome(1 + random.nextInt(2));
        } else if (kind == 4 && random.nextInt(3) == 0) {
            beAwaySome(1 + random.nextInt(5));
        } else {
            report();
        }
    }

    private void passSome(int steps) {
        story.add("pass " + steps);
        model.pass(steps * STEP);
        pass(steps);
    }

    private void beAwaySome(int steps) {
        story.add("away " + steps);
        model.beAway(steps * STEP);
        beAway(steps);
    }

    /** Up to three leases, each in one of the three parts. */
    private void report() {
        GatewayId gateway = GATEWAYS.get(random.nextInt(GATEWAYS.size()));
        List<String> came = new ArrayList<>();
        List<String> renewed = new ArrayList<>();
        List<String> released = new ArrayList<>();
        List<List<String>> parts = List.of(came, renewed, released);
        for (int i = 0; i <= random.nextInt(3); i++) {
            parts.get(random.nextInt(3)).add("u" + random.nextInt(USERS) + "/c" + random.nextInt(CLIENTS));
        }
        released.removeIf(lease -> came.contains(lease) || renewed.contains(lease));
        story.add(gateway + " came " + came + " renewed " + renewed + " released " + released);
        came.forEach(lease -> model.came(gateway, lease.substring(0, 2), lease.substring(3)));
        renewed.forEach(lease -> model.renewed(gateway, lease.substring(0, 2), lease.substring(3)));
        released.forEach(lease -> model.released(gateway, lease.substring(0, 2), lease.substring(3)));
        report(gateway, texts(came), texts(renewed), texts(released));
    }

    private static List<Lease> texts(List<String> leases) {
        return leases(leases.toArray(String[]::new));
    }

    private void compare() {
        List<UserInfo> listed = listed();
        assertThat(listed).extracting(info -> info.user() + " " + devices(info)).isEqualTo(model.online());
        assertThat(info().online()).isEqualTo(listed.size());
        assertThat(info().unknownSince() == null).as("is sure").isEqualTo(model.isSure());
        Backlog backlog = store().read(Channel.PRESENCE, told);
        assertThat(backlog.gap()).isNull();
        told = backlog.end();
        assertThat(backlog.events().stream()
                        .map(event -> event.type() + " " + event.data().json())
                        .sorted())
                .isEqualTo(model.takeTold());
    }
}
