package io.halley.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.Receipt;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Inbox;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What lists of all events say of the inboxes of some users: slow, and too simple to be wrong. */
final class InboxModel {

    /** When something happened that the store gave a time to. */
    record Window(long from, long to) {}

    private static final class Log {
        final TreeMap<Long, EventId> retained = new TreeMap<>();
        final Set<EventId> all = new HashSet<>();
        long head;
    }

    /** One user's view of one channel. */
    private static final class View {
        final Log log;
        final Set<Long> unread = new HashSet<>();
        /** Retained, but from before the user. */
        final Set<Long> before = new HashSet<>();

        final Map<Long, Window> written = new HashMap<>();
        final Map<Long, Window> delivered = new HashMap<>();
        final Map<Long, Window> read = new HashMap<>();
        long dropped;

        View(Log log) {
            this.log = log;
        }
    }

    private final Map<Channel, Log> logs = new HashMap<>();
    private final Map<UserId, Map<Channel, View>> users = new HashMap<>();

    List<EventId> retained(Channel channel) {
        return List.copyOf(log(channel).retained.values());
    }

    boolean wasEverIn(Channel channel, EventId id) {
        return log(channel).all.contains(id);
    }

    void signedIn(UserId user) {
        users.computeIfAbsent(user, id -> {
            View own = new View(log(Channel.ofUser(id)));
            own.unread.addAll(own.log.retained.keySet());
            own.dropped = own.log.head - own.log.retained.size();
            View all = new View(log(Channel.USERS));
            all.before.addAll(all.log.retained.keySet());
            return Map.of(Channel.ofUser(id), own, Channel.USERS, all);
        });
    }

    void appended(Channel channel, EventId id) {
        log(channel).retained.put(id.offset(), id);
        log(channel).all.add(id);
        log(channel).head = id.offset();
        views(channel).forEach(view -> view.unread.add(id.offset()));
    }

    /** Retention took what is below an offset. */
    void taken(Channel channel, long earliest) {
        for (long offset : new TreeSet<>(log(channel).retained.headMap(earliest).keySet())) {
            log(channel).retained.remove(offset);
            for (View view : views(channel)) {
                view.before.remove(offset);
                view.dropped += view.unread.remove(offset) ? 1 : 0;
            }
        }
    }

    void deleted(Channel channel) {
        taken(channel, log(channel).head + 1);
    }

    void readUpTo(UserId user, Channel channel, long offset, Window when) {
        View view = view(user, channel);
        new TreeSet<>(view.unread).headSet(offset + 1).forEach(each -> read(view, each, when));
    }

    void read(UserId user, EventId id, Window when) {
        for (View view : views(user)) {
            if (id.equals(view.log.retained.get(id.offset())) && view.unread.contains(id.offset())) {
                read(view, id.offset(), when);
            }
        }
    }

    void came(UserId user, Channel channel, long offset, boolean isDelivered, Window when) {
        View view = view(user, channel);
        for (long each : view.log.retained.headMap(offset + 1).keySet()) {
            view.written.putIfAbsent(each, when);
            if (isDelivered) {
                view.delivered.putIfAbsent(each, when);
            }
        }
    }

    void check(UserId user, Inbox found) {
        check(view(user, Channel.ofUser(user)), found.own());
        check(view(user, Channel.USERS), found.users());
        assertThat(found.state().unread())
                .isEqualTo(views(user).stream()
                        .mapToInt(view -> view.unread.size())
                        .sum());
        assertThat(found.state().dropped())
                .isEqualTo(views(user).stream().mapToLong(view -> view.dropped).sum());
    }

    private static void check(View view, Inbox.Part part) {
        assertThat(part.range().head()).isEqualTo(view.log.head);
        assertThat(part.mark().unread()).isEqualTo(view.unread.size());
        assertThat(part.mark().dropped()).isEqualTo(view.dropped);
        long oldestUnread = view.unread.stream().min(Long::compare).orElse(view.log.head + 1);
        assertThat(part.mark().upTo()).isEqualTo(oldestUnread - 1);
        view.log.retained.forEach((offset, id) -> {
            assertThat(part.range().idAt(offset)).isEqualTo(id);
            assertThat(offset <= part.mark().before()).isEqualTo(view.before.contains(offset));
            Receipt receipt = part.mark().receipt(offset, 1);
            boolean isBefore = view.before.contains(offset);
            assertIn(receipt.written(), isBefore ? null : view.written.get(offset));
            assertIn(receipt.delivered(), isBefore ? null : view.delivered.get(offset));
            assertIn(receipt.read(), isBefore ? null : view.read.get(offset));
        });
    }

    private static void assertIn(@Nullable Long time, @Nullable Window window) {
        if (time == null || window == null) {
            assertThat(time == null).isEqualTo(window == null);
        } else {
            assertThat(time).isBetween(window.from(), window.to());
        }
    }

    private static void read(View view, long offset, Window when) {
        view.unread.remove(offset);
        view.read.put(offset, when);
        view.delivered.putIfAbsent(offset, when);
        view.written.putIfAbsent(offset, when);
    }

    private Log log(Channel channel) {
        return logs.computeIfAbsent(channel, c -> new Log());
    }

    private View view(UserId user, Channel channel) {
        return requireNonNull(requireNonNull(users.get(user)).get(channel));
    }

    private List<View> views(UserId user) {
        return List.copyOf(users.getOrDefault(user, Map.of()).values());
    }

    private List<View> views(Channel channel) {
        return users.values().stream()
                .flatMap(views -> Stream.ofNullable(views.get(channel)))
                .toList();
    }
}
