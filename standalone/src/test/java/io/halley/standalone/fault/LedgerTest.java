package io.halley.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.EventId;
import io.halley.standalone.fault.Violations.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the checker of the fault test sees each thing that can go wrong. */
class LedgerTest {

    private static final String A = "public:a";
    private static final String B = "public:b";

    private final Ledger ledger = new Ledger();
    private final Reading one = ledger.reading("one", List.of(A));
    private final Reading both = ledger.reading("both", List.of(A, B));

    /** Five events of {@code a} are in the log; two are acknowledged, the others are not. */
    @BeforeEach
    void publishFive() {
        one.moved("0.0");
        both.moved("0.0,0.0");
        for (int number = 0; number < 5; number++) {
            assertThat(ledger.channel(A).send()).isEqualTo(number);
            if (number < 2) {
                ledger.channel(A).acknowledged(number, id(number + 1));
            }
        }
    }

    @Test
    void nothing_is_wrong_where_nothing_is_wrong() {
        deliver(one, 1, 2, 3);
        one.moved("epoch000.3");
        // another epoch, with offsets that go on
        one.resumed();
        one.moved("epoch001.3");
        ledger.channel(A).acknowledged(3, new EventId("epoch001", 4));
        one.received(A, new EventId("epoch001", 4), 3);
        deliver(both, 1, 2);
        // cut before the cursor came: they come again
        both.resumed();
        deliver(both, 1, 2, 3);
        both.received(A, new EventId("epoch001", 4), 3);
        both.moved("epoch001.4,0.0");
        assertKinds();
    }

    @Test
    void an_event_left_out_is_lost() {
        deliver(one, 1, 3);
        deliver(both, 1, 2, 3);
        assertKinds(Kind.LOST);
    }

    @Test
    void events_that_never_come_are_lost_even_if_nobody_got_them() {
        deliver(one, 1);
        deliver(both, 1);
        assertKinds(Kind.LOST, Kind.LOST);
        assertThat(ledger.violations().lines().get(0)).contains("one", "public:a 2 to 2 never came");
    }

    @Test
    void twice_on_one_connection() {
        deliver(one, 1, 2, 2);
        deliver(both, 1, 2);
        assertKinds(Kind.TWICE);
    }

    @Test
    void twice_after_the_cursor() {
        deliver(one, 1, 2);
        one.moved("epoch000.2");
        one.resumed();
        deliver(one, 2);
        deliver(both, 1, 2);
        assertKinds(Kind.TWICE);
    }

    @Test
    void out_of_order() {
        deliver(one, 1, 3, 2);
        deliver(both, 1, 2, 3);
        assertKinds(Kind.LOST, Kind.OUT_OF_ORDER);
    }

    @Test
    void invented() {
        deliver(one, 1, 2);
        deliver(both, 1, 2);
        one.received(A, id(3), 17);
        one.received(B, new EventId("epoch000", 1), 0);
        both.received(B, new EventId("epoch000", 1), 0);
        assertKinds(Kind.INVENTED, Kind.INVENTED, Kind.INVENTED);
    }

    @Test
    void orders_that_differ() {
        deliver(one, 1, 2, 3);
        deliver(both, 1, 2);
        both.received(A, id(3), 3);
        assertKinds(Kind.ORDERS_DIFFER);
    }

    @Test
    void one_place_in_two_epochs() {
        deliver(one, 1, 2);
        deliver(both, 1);
        both.received(A, new EventId("epoch001", 2), 1);
        assertKinds(Kind.ORDERS_DIFFER);
    }

    @Test
    void sent_after_an_answer_and_stored_before_it() {
        ledger.channel(A).acknowledged(4, id(9));
        int later = ledger.channel(A).send();
        ledger.channel(A).acknowledged(later, id(8));
        assertThat(ledger.violations().counts()).containsOnlyKeys(Kind.ORDERS_DIFFER);
    }

    @Test
    void stored_twice() {
        deliver(one, 1, 2, 3);
        one.received(A, id(4), 2);
        deliver(both, 1, 2, 3);
        both.received(A, id(4), 2);
        assertKinds(Kind.STORED_TWICE);
    }

    @Test
    void a_cursor_ahead_and_one_behind() {
        deliver(one, 1, 2);
        one.moved("epoch000.3");
        deliver(both, 1, 2);
        both.moved("epoch000.1,0.0");
        assertKinds(Kind.WRONG_CURSOR, Kind.WRONG_CURSOR);
    }

    @Test
    void a_gap_is_told_and_what_follows_it_is_right() {
        deliver(both, 1, 2, 3);
        one.gap("all is gone", "epoch000.2");
        deliver(one, 3);
        assertKinds(Kind.GAP);
    }

    @Test
    void of_very_many_only_the_first_are_told_and_all_are_counted() {
        for (int i = 0; i < 1_000; i++) {
            one.violation(Kind.GAVE_UP, "status 502");
        }
        assertThat(ledger.violations().lines())
                .hasSizeBetween(10, 100)
                .last()
                .asString()
                .contains("GAVE_UP=1000");
    }

    /** Each event carries the number that it has where nothing goes wrong. */
    private static void deliver(Reading reading, long... offsets) {
        for (long offset : offsets) {
            reading.received(A, id(offset), (int) offset - 1);
        }
    }

    private static EventId id(long offset) {
        return new EventId("epoch000", offset);
    }

    private void assertKinds(Kind... expected) {
        ledger.end();
        assertThat(ledger.violations().lines())
                .extracting(line -> Kind.valueOf(line.substring(0, line.indexOf(' '))))
                .containsExactly(expected);
    }
}
