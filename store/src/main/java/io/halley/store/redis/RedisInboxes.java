package io.halley.store.redis;

import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.Progress;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.Mark;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What each user has read: a mark per user in a hash of each channel, moved by scripts that see the log, too. */
final class RedisInboxes implements InboxStore {

    private static final System.Logger LOG = System.getLogger(RedisInboxes.class.getName());

    static final int PROGRESS_AT_ONCE = 100;

    /** What the notices of what was read begin with, which share an address with those of events. */
    static final String NOTICE = "read ";

    private final Commands commands;
    private final int database;
    private boolean hasComplained;

    RedisInboxes(Commands commands, int database) {
        this.commands = commands;
        this.database = database;
    }

    @Override
    public Future<Inbox> find(UserId user) {
        return run(user, List.of(), List.of()).map(reply -> inbox(user, reply));
    }

    @Override
    public Future<ReadOutcome> markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
        return run(user, upTo, ids).map(reply -> switch (reply.get(0).toString()) {
            case "gone" -> new ReadOutcome.Gone(EventId.parse(reply.get(1).toString()));
            default ->
                new ReadOutcome.Marked(
                        inbox(user, reply).state(),
                        reply.get(9).stream()
                                .map(id -> EventId.parse(id.toString()))
                                .toList());
        });
    }

    /** Chunk after chunk, so that many users hold nothing else up; after one that fails the others are left out. */
    @Override
    public Future<Void> progressed(List<Progress> progress) {
        List<Progress> those = progress.stream().filter(RedisInboxes::isOfInbox).toList();
        Future<Void> noted = Future.succeededFuture();
        for (int from = 0; from < those.size(); from += PROGRESS_AT_ONCE) {
            List<Progress> chunk = those.subList(from, Math.min(from + PROGRESS_AT_ONCE, those.size()));
            noted = noted.compose(before -> note(chunk));
        }
        return noted;
    }

    /**
     * Reads what {@code inbox.lua} publishes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static InboxNotice.Read notice(UserId user, String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 7) {
            throw new IllegalArgumentException("notice of what was read with " + words.length + " words");
        }
        InboxState state = new InboxState(
                user,
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Cursor.parse(words[3], 2),
                Cursor.parse(words[4], 2),
                words[5]);
        Stream<String> ids = words[6].equals("-") ? Stream.of() : Stream.of(words[6].split(",", -1));
        return new InboxNotice.Read(state, ids.map(EventId::parse).toList());
    }

    private Future<Response> run(UserId user, List<EventId> upTo, List<EventId> ids) {
        Channel own = Channel.ofUser(user);
        List<String> keys = new ArrayList<>(keys(own));
        keys.addAll(keys(Channel.USERS));
        keys.add(Keys.USER_TIMES);
        List<String> arguments =
                new ArrayList<>(List.of(user.value(), Keys.notices(database, own), Integer.toString(upTo.size())));
        Stream.of(upTo, ids).flatMap(List::stream).map(EventId::toString).forEach(arguments::add);
        return commands.run(Script.INBOX, keys, arguments);
    }

    private Future<Void> note(List<Progress> chunk) {
        List<String> keys = new ArrayList<>(List.of(Keys.USER_TIMES));
        List<String> arguments = new ArrayList<>();
        for (Progress progress : chunk) {
            keys.addAll(keys(progress.channel()));
            arguments.add(progress.user().value());
            arguments.add(progress.channel().equals(Channel.USERS) ? "1" : "0");
            arguments.add(text(progress.written()));
            arguments.add(text(progress.delivered()));
        }
        return commands.run(Script.INBOX_PROGRESS, keys, arguments).map(answer -> {
            if (answer.size() > 1) {
                complain(answer.get(1).toString());
            }
            return null;
        });
    }

    /** Once: such a mark stays as it is, and comes up again with whatever is written to its user. */
    private void complain(String user) {
        if (!hasComplained) {
            hasComplained = true;
            LOG.log(Level.WARNING, "a mark of user {0} is not one: how far the inbox came is not noted", user);
        }
    }

    private static boolean isOfInbox(Progress progress) {
        return progress.channel().equals(Channel.USERS)
                || progress.user().equals(progress.channel().user());
    }

    private static String text(@Nullable EventId id) {
        return id == null ? "" : id.toString();
    }

    private static List<String> keys(Channel channel) {
        return List.of(Keys.log(channel), Keys.meta(channel), Keys.marks(channel));
    }

    private static Inbox inbox(UserId user, Response reply) {
        return new Inbox(user, part(Channel.ofUser(user), reply, 1), part(Channel.USERS, reply, 5));
    }

    private static Inbox.Part part(Channel channel, Response reply, int at) {
        return new Inbox.Part(
                channel,
                Replies.range(reply.get(at), reply.get(at + 1), reply.get(at + 2)),
                Mark.parse(reply.get(at + 3).toString()));
    }
}
