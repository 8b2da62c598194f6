package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Device;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.Lease;
import io.halley.shared.event.UserId;
import io.halley.store.spi.LeaseTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Leases by a clock that tests set. */
final class LeasesTest {

    private static final GatewayId HERE = new GatewayId("here", 0);
    private static final GatewayId THERE = new GatewayId("there", 0);
    private static final int ALL = Integer.MAX_VALUE;

    /** What was told, and who is held by that. */
    private static final class Told implements Leases.Watch {
        final List<String> words = new ArrayList<>();
        final Set<String> held = new TreeSet<>();

        @Override
        public void began(String user) {
            assertThat(held.add(user)).as("%s began once", user).isTrue();
            words.add("+" + user);
        }

        @Override
        public void ended(String user, long heldAt) {
            assertThat(held.remove(user)).as("%s ended once", user).isTrue();
            words.add("-" + user + " " + heldAt);
        }
    }

    private final Told told = new Told();
    private final Leases leases = new Leases(LeaseTimes.USUAL, told);

    @Test
    void a_lease_lasts_its_time_after_it_was_held_and_its_grace_after_its_release() {
        leases.come(HERE, lease("a", "1"), 0);
        leases.come(HERE, lease("b", "1"), 0);
        leases.renew(HERE, lease("a", "1"), 5_000);
        leases.release(HERE, lease("b", "1"), 5_000);
        leases.release(HERE, lease("b", "1"), 9_000);
        leases.sweep(12_999, ALL);
        assertThat(told.words).containsExactly("+a", "+b");
        leases.sweep(13_000, ALL);
        leases.sweep(19_999, ALL);
        assertThat(told.words).containsExactly("+a", "+b", "-b 5000");
        leases.sweep(20_000, ALL);
        assertThat(told.words).containsExactly("+a", "+b", "-b 5000", "-a 5000");
        assertThat(leases.sweep(100_000, ALL)).isFalse();
    }

    @Test
    void only_the_owner_releases_and_whoever_a_client_came_to_last_keeps_it() {
        leases.come(HERE, lease("a", "1"), 0);
        leases.come(THERE, lease("a", "1"), 1_000);
        leases.release(HERE, lease("a", "1"), 2_000);
        leases.renew(HERE, lease("a", "1"), 3_000);
        assertThat(leases.devices("a")).containsExactly(new Device("1", "sse", "there", 0));
        leases.release(THERE, lease("a", "1"), 4_000);
        leases.renew(HERE, lease("a", "1"), 5_000);
        assertThat(leases.devices("a")).extracting(Device::gateway).containsExactly("here");
        leases.release(THERE, lease("a", "1"), 6_000);
        leases.sweep(19_999, ALL);
        assertThat(told.words).containsExactly("+a");
    }

    @Test
    void an_owner_that_has_not_held_it_for_so_long_loses_it_to_one_that_does() {
        leases.come(THERE, lease("a", "1"), 0);
        leases.renew(HERE, lease("a", "1"), 6_499);
        assertThat(leases.devices("a")).extracting(Device::gateway).containsExactly("there");
        leases.renew(HERE, lease("a", "1"), 6_500);
        assertThat(leases.devices("a")).containsExactly(new Device("1", "sse", "here", 0));
        leases.sweep(21_499, ALL);
        assertThat(told.words).containsExactly("+a");
        leases.sweep(21_500, ALL);
        assertThat(told.words).containsExactly("+a", "-a 6500");
    }

    @Test
    void who_was_online_before_stays_so_until_everyone_had_the_time_to_return() {
        told.held.addAll(List.of("a", "b"));
        leases.restore(List.of("a", "b"), 700, 1_000);
        assertThat(leases.isCertain(15_999)).isFalse();
        assertThat(leases.uncertainSince()).isEqualTo(700);
        leases.renew(HERE, lease("b", "1"), 2_000);
        leases.come(HERE, lease("c", "1"), 2_000);
        leases.release(HERE, lease("c", "1"), 2_000);
        leases.sweep(15_999, ALL);
        assertThat(told.words).containsExactly("+c");
        assertThat(leases.holds("a")).isTrue();
        leases.sweep(16_000, ALL);
        assertThat(leases.isCertain(16_000)).isTrue();
        assertThat(told.words).containsExactly("+c", "-c 2000", "-a 700");
        assertThat(leases.holds("b")).isTrue();
    }

    @Test
    void the_last_of_many_leases_ends_it_with_the_time_at_which_any_was_held() {
        IntStream.rangeClosed(0, Lease.MOST_OF_ONE_USER).forEach(i -> leases.come(HERE, lease("a", "c" + i), 0));
        assertThat(leases.devices("a")).hasSize(Lease.MOST_OF_ONE_USER);
        leases.release(HERE, lease("a", "c7"), 2_000);
        leases.sweep(14_999, ALL);
        assertThat(leases.devices("a")).hasSize(Lease.MOST_OF_ONE_USER - 1);
        leases.sweep(15_000, ALL);
        assertThat(told.words).containsExactly("+a", "-a 2000");
    }

    @Test
    void a_sweep_ends_so_many_and_says_that_there_is_more() {
        IntStream.range(0, 10).forEach(i -> leases.come(HERE, lease("u" + i, "1"), 0));
        assertThat(leases.sweep(15_000, 6)).isTrue();
        assertThat(told.held).hasSize(4);
        assertThat(leases.sweep(15_000, 6)).isFalse();
        assertThat(told.held).isEmpty();
    }

    @Test
    void a_clock_that_is_put_back_keeps_nobody_longer() {
        leases.come(HERE, lease("a", "1"), 1_000_000);
        leases.doubt(1_000_000, 1_000_000);
        leases.putBack(5_000);
        leases.sweep(19_999, ALL);
        assertThat(told.held).containsExactly("a");
        leases.sweep(20_000, ALL);
        assertThat(told.words).containsExactly("+a", "-a 5000");
    }

    /** Whatever happens in whatever order: the same as a list of leases that is gone through each time. */
    @Test
    void agrees_with_a_simple_model() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            agree(random);
        }
    }

    private static void agree(Random random) {
        Told watched = new Told();
        Leases real = new Leases(LeaseTimes.USUAL, watched);
        Model model = new Model();
        long now = 0;
        for (int step = 0; step < 200; step++) {
            now += random.nextInt(1_500);
            GatewayId gateway = random.nextBoolean() ? HERE : THERE;
            Lease lease = lease("u" + random.nextInt(3), "c" + random.nextInt(2));
            switch (random.nextInt(20)) {
                case 0 -> {
                    real.doubt(now, now);
                    model.certainFrom = now + 15_000;
                }
                case 1, 2, 3 -> {
                    real.come(gateway, lease, now);
                    model.take(gateway, lease, now);
                }
                case 4, 5, 6 -> {
                    real.renew(gateway, lease, now);
                    model.renew(gateway, lease, now);
                }
                case 7, 8, 9, 10 -> {
                    real.release(gateway, lease, now);
                    model.release(gateway, lease, now);
                }
                default -> {
                    real.sweep(now, ALL);
                    model.sweep(now);
                }
            }
            assertThat(watched.held).isEqualTo(model.users());
            for (String user : model.users()) {
                assertThat(real.devices(user)).hasSize(model.devices(user));
            }
        }
    }

    private static final class Model {

        private record Kept(GatewayId owner, boolean released, long until) {}

        final Map<Lease, Kept> kept = new HashMap<>();
        long certainFrom;

        void take(GatewayId gateway, Lease lease, long now) {
            kept.put(lease, new Kept(gateway, false, now + 15_000));
        }

        void renew(GatewayId gateway, Lease lease, long now) {
            Kept known = kept.get(lease);
            if (known == null || known.released || known.until <= now + 8_500 || known.owner.equals(gateway)) {
                take(gateway, lease, now);
            }
        }

        void release(GatewayId gateway, Lease lease, long now) {
            kept.computeIfPresent(
                    lease,
                    (l, known) -> known.released || !known.owner.equals(gateway)
                            ? known
                            : new Kept(gateway, true, now + 8_000));
        }

        void sweep(long now) {
            if (now >= certainFrom) {
                kept.values().removeIf(known -> known.until <= now);
            }
        }

        Set<String> users() {
            Set<String> users = new TreeSet<>();
            kept.keySet().forEach(lease -> users.add(lease.user().value()));
            return users;
        }

        int devices(String user) {
            return (int) kept.keySet().stream()
                    .filter(lease -> lease.user().value().equals(user))
                    .count();
        }
    }

    private static Lease lease(String user, String client) {
        return new Lease(new UserId(user), client, "sse");
    }
}
