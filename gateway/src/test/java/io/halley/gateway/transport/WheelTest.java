package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class WheelTest {

    @Property(tries = 200)
    void comes_by_after_exactly_so_many_ticks(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 0, max = 100) int turnedBefore,
            @ForAll @IntRange(min = 1, max = 40) int wanted) {
        int ticks = Math.min(size, wanted);
        Wheel<String> wheel = new Wheel<>(size);
        for (int i = 0; i < turnedBefore; i++) {
            wheel.turn();
        }
        wheel.remove("gone", wheel.put("gone", ticks));
        wheel.put("thing", ticks);
        assertThat(wheel.size()).isEqualTo(1);
        for (int tick = 1; tick < ticks; tick++) {
            assertThat(wheel.turn()).isEmpty();
        }
        assertThat(wheel.turn()).containsExactly("thing");
        assertThat(wheel.all()).isEmpty();
        assertThat(wheel.size()).isZero();
    }
}
