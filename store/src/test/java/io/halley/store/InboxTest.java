package io.halley.store;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import java.util.List;
import java.util.stream.IntStream;

/** Brings Alice's inbox to the contracts of inboxes. */
abstract class InboxTest extends BackendTest {

    static final UserId ALICE = new UserId("alice");
    static final Channel OWN = Channel.ofUser(ALICE);

    InboxTest(Fixture fixture) {
        super(fixture);
    }

    InboxState state() {
        return store().inbox(ALICE).state();
    }

    List<EventId> append(Channel channel, int count) {
        EventDraft[] drafts = IntStream.range(0, count)
                .mapToObj(i -> OpenStore.draft(channel, "" + i))
                .toArray(EventDraft[]::new);
        return store().append(drafts).stream()
                .map(outcome -> ((AppendOutcome.Appended) outcome).id())
                .toList();
    }

    InboxState marked(List<EventId> upTo, List<EventId> ids) {
        return ((ReadOutcome.Marked) store().markRead(ALICE, upTo, ids)).state();
    }

    void progressed(Progress... progress) {
        store().on(() -> store().backend().inboxes().progressed(List.of(progress)));
    }
}
