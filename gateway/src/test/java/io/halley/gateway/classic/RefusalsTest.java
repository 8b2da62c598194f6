package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalsTest {

    private final List<Runnable> later = new ArrayList<>();
    private final List<Integer> over = new ArrayList<>();
    private final Refusals refusals = new Refusals(later::add);

    @Test
    void holds_so_many_for_a_while_and_ends_all_others_at_once() {
        for (int i = 0; i < Refusals.MOST; i++) {
            refuse(i);
        }
        assertThat(over).isEmpty();
        refuse(-1);
        assertThat(over).containsExactly(-1);
        later.get(0).run();
        assertThat(over).containsExactly(-1, 0);
        refuse(Refusals.MOST);
        assertThat(over).hasSize(2);
    }

    @Test
    void a_stop_ends_each_once_and_holds_no_more() {
        refuse(1);
        refuse(2);
        refusals.end();
        assertThat(over).containsExactly(1, 2);
        refuse(3);
        later.forEach(Runnable::run);
        refusals.end();
        assertThat(over).containsExactly(1, 2, 3);
    }

    @Test
    void one_whose_end_breaks_keeps_neither_the_others_nor_a_stop_from_ending() {
        IllegalStateException broken = new IllegalStateException("thrown by a test");
        broken.setStackTrace(new StackTraceElement[0]);
        refuse(1);
        refusals.hold(() -> {
            over.add(2);
            throw broken;
        });
        refuse(3);
        refusals.end();
        later.forEach(Runnable::run);
        assertThat(over).containsExactly(1, 2, 3);
    }

    private void refuse(int number) {
        refusals.hold(() -> over.add(number));
    }
}
