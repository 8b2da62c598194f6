package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to logs and marks, in whatever order: inboxes say what a list of all events says, after every step. */
abstract class InboxLifeContract extends BackendTest {

    private static final int STEPS = 250;
    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final List<Channel> CHANNELS = List.of(Channel.ofUser(ALICE), Channel.ofUser(BOB), Channel.USERS);

    private final InboxModel model = new InboxModel();
    private final List<EventId> seen = new ArrayList<>(List.of(FOREIGN));
    private Random random = new Random(0);

    InboxLifeContract(Fixture fixture) {
        super(fixture);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void inboxes_say_what_a_list_of_all_events_says(long seed) {
        random = new Random(seed);
        IntStream.range(0, random.nextInt(2 * RETAINED_IN_INBOXES)).forEach(i -> append());
        signIn(ALICE);
        IntStream.range(0, random.nextInt(2 * RETAINED_IN_INBOXES)).forEach(i -> append());
        signIn(BOB);
        for (int step = 0; step < STEPS; step++) {
            try {
                take(random.nextInt(100));
                // who does not look for long is not counted less
                check(step % 7 == 0 ? BOB : ALICE);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
            }
        }
        check(BOB);
    }

    private void take(int dice) {
        UserId user = random.nextInt(4) == 0 ? BOB : ALICE;
        if (dice < 45) {
            append();
        } else if (dice < 60) {
            readUpTo(user);
        } else if (dice < 75) {
            readSingles(user);
        } else if (dice < 90) {
            progress(user);
        } else if (dice < 93) {
            Channel channel = any(CHANNELS);
            assertThat(store().delete(channel))
                    .isEqualTo(!model.retained(channel).isEmpty());
            model.deleted(channel);
        } else if (dice < 96) {
            restart();
        } else {
            signIn(user);
        }
    }

    private void append() {
        Channel channel = any(CHANNELS);
        for (int i = random.nextInt(4); i >= 0; i--) {
            EventId id = store().append(channel, "1");
            seen.add(id);
            model.appended(channel, id);
        }
        model.taken(channel, store().read(channel, Position.START).start().offset() + 1);
    }

    private void signIn(UserId user) {
        store().signIn(user.value());
        model.signedIn(user);
    }

    /** A retained one of each channel, or any that ever was; then it may be gone. */
    private void readUpTo(UserId user) {
        List<EventId> upTo = new ArrayList<>();
        for (Channel channel : List.of(Channel.ofUser(user), Channel.USERS)) {
            if (!model.retained(channel).isEmpty() && random.nextBoolean()) {
                upTo.add(any(model.retained(channel)));
            }
        }
        boolean isOld = random.nextInt(5) == 0;
        if (isOld) {
            upTo.add(any(seen));
        }
        long begin = System.currentTimeMillis();
        ReadOutcome outcome = store().markRead(user, upTo, List.of());
        InboxModel.Window when = new InboxModel.Window(begin, System.currentTimeMillis());
        if (outcome instanceof ReadOutcome.Marked) {
            for (Channel channel : List.of(Channel.ofUser(user), Channel.USERS)) {
                upTo.stream()
                        .filter(id -> model.wasEverIn(channel, id))
                        .forEach(id -> model.readUpTo(user, channel, id.offset(), when));
            }
        } else {
            assertThat(isOld).isTrue();
            assertThat(((ReadOutcome.Gone) outcome).id()).isEqualTo(upTo.get(upTo.size() - 1));
        }
    }

    private void readSingles(UserId user) {
        List<EventId> ids = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ids.add(seen.get(Math.max(random.nextInt(seen.size()), seen.size() - 3 * RETAINED_IN_INBOXES)));
        }
        long begin = System.currentTimeMillis();
        assertThat(store().markRead(user, List.of(), ids)).isInstanceOf(ReadOutcome.Marked.class);
        InboxModel.Window when = new InboxModel.Window(begin, System.currentTimeMillis());
        ids.forEach(id -> model.read(user, id, when));
    }

    private void progress(UserId user) {
        Channel channel = random.nextBoolean() ? Channel.USERS : Channel.ofUser(user);
        if (model.retained(channel).isEmpty()) {
            return;
        }
        EventId id = any(model.retained(channel));
        boolean isDelivered = random.nextBoolean();
        long begin = System.currentTimeMillis();
        Progress progress = new Progress(user, channel, isDelivered ? null : id, isDelivered ? id : null);
        store().on(() -> store().backend().inboxes().progressed(List.of(progress)));
        model.came(user, channel, id.offset(), isDelivered, new InboxModel.Window(begin, System.currentTimeMillis()));
    }

    private void check(UserId user) {
        model.check(user, store().inbox(user));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
