package io.halley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.InboxEntry;
import io.halley.shared.bus.InboxPage;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.Receipt;
import io.halley.shared.bus.StoreCommand.FindReceipts.Place;
import io.halley.shared.bus.StoreCommand.ListInbox;
import io.halley.shared.bus.StoreCommand.ListInbox.Filter;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.Mark;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is listed of an inbox, and found of receipts, over logs in memory and a mark that stays. */
final class InboxReaderTest implements InboxStore {

    private static final UserId ALICE = new UserId("alice");
    private static final Channel OWN = Channel.ofUser(ALICE);

    private MemoryLogs logs = new MemoryLogs();
    private @Nullable Mark own;
    private @Nullable Mark users;

    @Property(tries = 500)
    void lists_newest_first_what_the_filter_takes_each_once(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int limit) {
        Random random = new Random(seed);
        logs = new MemoryLogs();
        long time = 1_000;
        append(OWN, random.nextInt(20), time);
        users = Mark.first(Channel.USERS, logs.range(Channel.USERS));
        for (int i = random.nextInt(150); i > 0; i--) {
            time += random.nextInt(2);
            append(random.nextBoolean() ? OWN : Channel.USERS, 1, time);
            if (i == 50) {
                users = Mark.first(Channel.USERS, logs.range(Channel.USERS));
            }
        }
        own = marked(OWN, null, random);
        users = marked(Channel.USERS, users, random);
        logs.trim(OWN, random.nextInt(1 + logs.retained(OWN).size()));
        logs.mostAtOnce = 1 + random.nextInt(40);

        for (Filter filter : Filter.values()) {
            List<Event> expected = expected(filter);
            List<InboxEntry> listed = new ArrayList<>();
            Cursor after = null;
            do {
                InboxPage page = list(filter, after, limit);
                assertThat(page.entries().size()).isLessThanOrEqualTo(limit);
                listed.addAll(page.entries());
                after = page.next();
                append(OWN, 1, time);
            } while (after != null);
            assertThat(listed).extracting(InboxEntry::event).containsExactlyElementsOf(expected);
        }
    }

    /** Sorting keeps the order of what has the same time. */
    private List<Event> expected(Filter filter) {
        Inbox inbox = find(ALICE).result();
        return Stream.concat(of(inbox.own(), filter), of(inbox.users(), filter))
                .sorted(Comparator.comparingLong(Event::time).reversed())
                .toList();
    }

    @Test
    void a_part_is_bounded_by_bytes_and_by_reads_and_leads_on() {
        String large = "\"" + "x".repeat(60_000) + "\"";
        LongStream.range(0, 40).forEach(i -> logs.append(OWN, i, large));
        InboxPage page = list(Filter.ALL, null, 100);
        assertThat(page.entries()).hasSize(18);
        assertThat(list(Filter.ALL, page.next(), 1).entries().get(0).event())
                .isEqualTo(logs.retained(OWN).get(40 - 19));

        logs = new MemoryLogs();
        append(Channel.USERS, 10_000, 1);
        Mark mark = Inbox.Part.of(Channel.USERS, logs.range(Channel.USERS), Mark.parse("0 0 0 0||||"))
                .mark();
        users = mark.ids(LongStream.range(1, 100).map(i -> 100 * i).boxed().toList(), 5);
        InboxPage sparse = list(Filter.READ, null, 1_000);
        assertThat(sparse.entries()).hasSize(InboxListing.MOST_READS);
        assertThat(logs.reads).isEqualTo(InboxListing.MOST_READS);
        InboxPage rest = list(Filter.READ, sparse.next(), 1_000);
        assertThat(rest.entries()).hasSize(99 - InboxListing.MOST_READS);
        assertThat(rest.next()).isNull();
    }

    @Test
    void an_empty_inbox_ends_at_once_and_a_cursor_of_what_is_gone_goes_on_below_its_offsets() {
        assertThat(list(Filter.ALL, null, 10))
                .isEqualTo(new InboxPage(List.of(), null, find(ALICE).result().state()));
        append(OWN, 9, 1);
        Cursor strange = new Cursor(List.of(new EventId("zzzzzzzzzz", 4), new EventId("zzzzzzzzzz", 70)));
        assertThat(list(Filter.ALL, strange, 10).entries())
                .extracting(entry -> id(entry.event()).offset())
                .containsExactly(3L, 2L, 1L);
        assertThat(list(Filter.ALL, Cursor.all(EventId.NONE, 2), 10).next()).isNull();
    }

    @Test
    void finds_receipts_in_order_and_reads_few_at_once_what_lies_together_once() {
        append(OWN, 1_500, 7);
        append(Channel.USERS, 5, 8);
        logs.trim(OWN, 10);
        own = Inbox.Part.of(OWN, logs.range(OWN), null).mark().upTo(900, 50);
        users = Mark.parse("0 0 0 0||||");
        List<Place> places = new ArrayList<>(LongStream.rangeClosed(501, 1_488)
                .mapToObj(offset -> new Place(ALICE, new EventId("oooooooooo", 1_989 - offset)))
                .toList());
        places.add(new Place(ALICE, new EventId("oooooooooo", 10)));
        places.add(new Place(ALICE, new EventId("oooooooooo", 1_501)));
        places.add(new Place(ALICE, new EventId("zzzzzzzzzz", 20)));
        places.add(new Place(ALICE, EventId.NONE));
        places.add(new Place(ALICE, new EventId("uuuuuuuuuu", 4)));
        Future<List<Receipt>> answer = new InboxReader(logs, this).receipts(places);
        assertThat(logs.answers).hasSize(Lanes.MOST);
        logs.answer();
        List<Receipt> receipts = answer.result();
        assertThat(receipts).hasSameSizeAs(places);
        assertThat(logs.reads).isEqualTo(1 + (988 + 31) / 32);
        Receipt gone = new Receipt(null, null, null, null);
        assertThat(receipts.get(0)).isEqualTo(new Receipt(7L, null, null, null));
        assertThat(receipts.get(1_488 - 900)).isEqualTo(new Receipt(7L, 50L, 50L, 50L));
        assertThat(receipts.subList(988, 993))
                .containsExactly(gone, gone, gone, gone, new Receipt(8L, null, null, null));
        assertThat(new InboxReader(logs, this).receipts(List.of()).result()).isEmpty();
    }

    private Stream<Event> of(Inbox.Part part, Filter filter) {
        List<Event> newestFirst = new ArrayList<>(logs.retained(part.channel()));
        Collections.reverse(newestFirst);
        return newestFirst.stream().filter(event -> {
            long offset = id(event).offset();
            boolean isRead = part.mark().receipt(offset, 1).read() != null;
            return offset > part.mark().before() && (filter == Filter.ALL || isRead == (filter == Filter.READ));
        });
    }

    private static EventId id(Event event) {
        return Objects.requireNonNull(event.id());
    }

    private void append(Channel channel, int count, long time) {
        LongStream.range(0, count).forEach(i -> logs.append(channel, time, "1"));
    }

    private InboxPage list(Filter filter, @Nullable Cursor after, int limit) {
        Future<InboxPage> page = new InboxReader(logs, this).list(new ListInbox(ALICE, filter, after, limit));
        logs.answer();
        return page.result();
    }

    private Mark marked(Channel channel, @Nullable Mark kept, Random random) {
        Mark mark = Inbox.Part.of(channel, logs.range(channel), kept).mark();
        List<Long> singles = random.longs(random.nextInt(60), 0, 200).boxed().toList();
        return mark.upTo(random.nextInt(40), 5).ids(singles, 6);
    }

    @Override
    public Future<Inbox> find(UserId user) {
        Channel channel = Channel.ofUser(user);
        return Future.succeededFuture(new Inbox(
                user,
                Inbox.Part.of(channel, logs.range(channel), own),
                Inbox.Part.of(Channel.USERS, logs.range(Channel.USERS), users)));
    }

    @Override
    public Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> progressed(List<Progress> progress) {
        throw new UnsupportedOperationException();
    }
}
