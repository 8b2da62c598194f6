package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Progress;
import io.halley.shared.bus.Receipt;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Inbox;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every backend has to note of how far what came has come. */
abstract class ReceiptContract extends InboxTest {

    ReceiptContract(Fixture fixture) {
        super(fixture);
    }

    @Test
    void says_when_what_came_how_far() {
        store().signIn("alice");
        long begin = System.currentTimeMillis();
        List<EventId> own = append(OWN, 4);
        EventId all = store().append(Channel.USERS, "1");
        progressed(
                new Progress(ALICE, OWN, own.get(2), own.get(1)),
                new Progress(ALICE, Channel.USERS, null, all),
                new Progress(ALICE, LOBBY, all, all),
                new Progress(new UserId("bob"), OWN, own.get(3), null));
        progressed(new Progress(ALICE, OWN, own.get(0), FOREIGN));
        marked(List.of(), List.of(own.get(0)));
        restart();
        Inbox inbox = store().inbox(ALICE);
        List<Receipt> receipts = own.stream()
                .map(id -> inbox.own().mark().receipt(id.offset(), begin))
                .toList();
        assertThat(receipts).extracting(receipt -> receipt.written() != null).containsExactly(true, true, true, false);
        assertThat(receipts)
                .extracting(receipt -> receipt.delivered() != null)
                .containsExactly(true, true, false, false);
        assertThat(receipts).extracting(receipt -> receipt.read() != null).containsExactly(true, false, false, false);
        Receipt first = receipts.get(0);
        assertThat(List.of(begin, time(first.written()), time(first.read()), System.currentTimeMillis()))
                .isSorted();
        assertThat(inbox.users().mark().receipt(1, begin).written()).isNotNull();
        assertThat(inbox.state().unread()).isEqualTo(4);
    }

    @Test
    void notes_nothing_for_who_never_signed_in_and_of_no_id_that_is_not_there() {
        EventId first = store().append(OWN, "1");
        progressed(new Progress(ALICE, OWN, first, first));
        store().signIn("alice");
        restart();
        EventId second = store().append(OWN, "2");
        assertThat(second.epoch()).isNotEqualTo(first.epoch());
        progressed(
                new Progress(ALICE, OWN, new EventId(second.epoch(), 1), null),
                new Progress(ALICE, OWN, new EventId(first.epoch(), 2), null),
                new Progress(ALICE, OWN, null, new EventId(second.epoch(), 3)));
        assertThat(store().inbox(ALICE).own().mark().receipt(1, 1).written()).isNull();
        progressed(new Progress(ALICE, OWN, second, null));
        assertThat(store().inbox(ALICE).own().mark().receipt(1, 1).written()).isNotNull();
    }

    private static long time(@Nullable Long time) {
        return Objects.requireNonNull(time);
    }
}
