package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.store.spi.EpochNames;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.LogRange;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The log of every channel: appends to it, and reads it. */
final class RedisLog {

    /** Events up to this size are carried by the notice; larger ones have to be read. */
    private static final int MOST_INLINE_BYTES = 4_096;

    private static final Duration REMEMBER_KEYS = Duration.ofHours(24);

    /** A read whose position moved out of the log meanwhile is made again; retention is not that fast more often. */
    private static final int MOST_READS = 5;

    private final Commands commands;
    private final StoreConfig config;

    RedisLog(Commands commands, StoreConfig config) {
        this.commands = commands;
        this.config = config;
    }

    Future<List<AppendOutcome>> append(List<EventDraft> drafts) {
        Channel channel = drafts.get(0).channel();
        List<String> keys = new ArrayList<>(List.of(Keys.log(channel), Keys.meta(channel)));
        List<String> arguments = new ArrayList<>(settings(channel));
        for (EventDraft draft : drafts) {
            arguments.add(draft.type().name());
            arguments.add(draft.data().json());
            arguments.add(draft.from() == null ? "" : draft.from().value());
            if (draft.key() == null) {
                arguments.add("");
            } else {
                keys.add(Keys.idempotency(channel, draft.key()));
                arguments.add(draft.key().fingerprint());
            }
        }
        return commands.run(Script.APPEND, keys, arguments).map(Replies::outcomes);
    }

    /** What a script takes that appends to the log of this channel, as {@code log.lua} says. */
    List<String> settings(Channel channel) {
        StoreConfig.Retention retention = config.retention(channel);
        return List.of(
                EpochNames.fresh(),
                Keys.notices(config.redis().database(), channel),
                Integer.toString(retention.events()),
                Long.toString(retention.bytes()),
                Long.toString(retention.time().toMillis()),
                rememberMs(channel),
                Long.toString(REMEMBER_KEYS.toMillis()),
                Integer.toString(MOST_INLINE_BYTES));
    }

    Future<Backlog> read(Channel channel, Position from, ReadLimit limit) {
        return read(channel, from, limit, hint(from), MOST_READS);
    }

    /** The newest event, or {@link EventId#NONE}. */
    Future<EventId> head(Channel channel) {
        return run(channel, 0, 0, 1).map(reply -> range(reply).headId());
    }

    Future<Boolean> delete(Channel channel) {
        List<String> arguments =
                List.of(EpochNames.fresh(), Keys.notices(config.redis().database(), channel), rememberMs(channel));
        return commands.run(Script.DELETE, List.of(Keys.log(channel), Keys.meta(channel)), arguments)
                .map(reply -> Replies.number(reply) == 1);
    }

    /** Where the events begin is guessed; the rule, applied to what came, says whether the guess was right. */
    private Future<Backlog> read(Channel channel, Position from, ReadLimit limit, long after, int reads) {
        int events = from instanceof Position.Now ? 0 : limit.events();
        return run(channel, after, events, limit.bytes()).compose(reply -> {
            LogRange range = range(reply);
            LogRange.Start start = range.resolve(channel, from);
            Stretch stretch = new Stretch(channel, from, range, Replies.events(channel, range, reply.get(3)));
            return stretch.goesOnFrom(start.id()) || after == start.id().offset() || reads == 1
                    ? Future.succeededFuture(stretch.after(start))
                    : read(channel, from, limit, start.id().offset(), reads - 1);
        });
    }

    private Future<Response> run(Channel channel, long after, int events, int bytes) {
        return commands.run(
                Script.READ,
                List.of(Keys.log(channel), Keys.meta(channel)),
                List.of(Long.toString(after), Integer.toString(events), Integer.toString(bytes)));
    }

    /** Longer than events for inboxes. */
    private String rememberMs(Channel channel) {
        Duration retained = config.retention(channel).time();
        boolean longer = channel.isOfInboxes() && retained.compareTo(Inbox.REMEMBERED) < 0;
        return Long.toString((longer ? Inbox.REMEMBERED : retained).toMillis());
    }

    private static LogRange range(Response reply) {
        return Replies.range(reply.get(0), reply.get(1), reply.get(2));
    }

    /** The offset after which the events of a position will begin, if it is covered; below 0 counts from the head. */
    private static long hint(Position from) {
        if (from instanceof EventId id) {
            return id.offset();
        }
        return from instanceof Position.Last last ? -last.count() : 0;
    }
}
