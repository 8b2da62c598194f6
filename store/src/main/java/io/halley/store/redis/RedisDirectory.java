package io.halley.store.redis;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.store.spi.LogRange;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which channels there are: names in a sorted set, which may be ahead of the logs that expire, and is put right bit by
 * bit. Confined to the store's context.
 */
final class RedisDirectory {

    private static final int DESCRIBED_AT_ONCE = 100;

    /** Beyond this, who was added longest ago is added again with its next event, which costs little. */
    private static final int MOST_ADDED = 10_000;

    private final Commands commands;
    /** The epoch in which this process added a channel last. */
    private final Map<Channel, String> added = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Channel, String> eldest) {
            return size() > MOST_ADDED;
        }
    };

    RedisDirectory(Commands commands) {
        this.commands = commands;
    }

    /**
     * Takes notice of an append: a channel's first by this process, and the first of each epoch, write its name down.
     * If that fails the next append tries again.
     */
    void appended(Channel channel, List<AppendOutcome> outcomes) {
        // all that were stored together are of one epoch; the last of them may be followed by a conflict
        outcomes.stream()
                .filter(outcome -> outcome instanceof Appended stored && !stored.replayed())
                .map(outcome -> ((Appended) outcome).id().epoch())
                .findFirst()
                .filter(epoch -> !epoch.equals(added.put(channel, epoch)))
                .ifPresent(epoch -> add(channel).onFailure(failure -> added.remove(channel, epoch)));
    }

    /** Writes the name of a channel down that has a log. */
    Future<Void> add(Channel channel) {
        return commands.run(Script.CHANNELS_ADD, List.of(Keys.CHANNELS), List.of(channel.name(), Keys.ANY_META))
                .mapEmpty();
    }

    /** Empty if the channel has no event. */
    Future<Optional<ChannelInfo>> describe(Channel channel) {
        return ask(channel).map(reply -> info(channel, reply));
    }

    /** A page may be shorter than asked for, and even empty, and still lead on. */
    Future<Page<ChannelInfo>> list(String prefix, @Nullable String after, int limit) {
        List<String> arguments = List.of(Lexical.from(prefix, after), prefix, Integer.toString(limit));
        return commands.run(Script.CHANNELS_LIST, List.of(Keys.CHANNELS), arguments)
                .compose(reply -> {
                    List<Channel> channels = new ArrayList<>();
                    for (int i = 1; i < reply.size(); i++) {
                        channels.add(new Channel(reply.get(i).toString()));
                    }
                    List<ChannelInfo> infos = new ArrayList<>();
                    return describeAll(channels, infos).map(done -> new Page<>(infos, Lexical.next(reply.get(0))));
                });
    }

    /** Chunk after chunk, so that a page holds up no append. */
    private Future<Void> describeAll(List<Channel> channels, List<ChannelInfo> infos) {
        Future<Void> described = Future.succeededFuture();
        for (int from = 0; from < channels.size(); from += DESCRIBED_AT_ONCE) {
            List<Channel> chunk = channels.subList(from, Math.min(from + DESCRIBED_AT_ONCE, channels.size()));
            described = described.compose(before -> describeChunk(chunk, infos));
        }
        return described;
    }

    private Future<Void> describeChunk(List<Channel> chunk, List<ChannelInfo> infos) {
        List<Future<@Nullable Response>> answers =
                chunk.stream().map(this::askNamed).toList();
        return Future.all(answers).map(done -> {
            List<String> gone = new ArrayList<>(List.of(Keys.ANY_META));
            for (int i = 0; i < chunk.size(); i++) {
                Response reply = answers.get(i).result();
                if (reply == null) {
                    gone.add(chunk.get(i).name());
                }
                info(chunk.get(i), reply).ifPresent(infos::add);
            }
            if (gone.size() > 1) {
                // nobody waits for it: what is not forgotten now is so when it is met again
                commands.run(Script.CHANNELS_FORGET, List.of(Keys.CHANNELS), gone);
            }
            return null;
        });
    }

    /** One of many, so that a failure has to say which. */
    private Future<@Nullable Response> askNamed(Channel channel) {
        return ask(channel)
                .recover(failure ->
                        Future.failedFuture(new StoreException("channel " + channel + ": " + failure.getMessage())));
    }

    /** Null if nothing is known of it. */
    private Future<@Nullable Response> ask(Channel channel) {
        return commands.run(Script.DESCRIBE, List.of(Keys.log(channel), Keys.meta(channel)), List.of())
                .<@Nullable Response>map(reply -> reply);
    }

    private static Optional<ChannelInfo> info(Channel channel, @Nullable Response reply) {
        // a log whose metadata are older than it can't be shown; the next append starts it over
        if (reply == null || reply.size() == 0 || Replies.number(reply.get(1)) > Replies.number(reply.get(2)) + 1) {
            return Optional.empty();
        }
        LogRange range = Replies.range(reply.get(0), reply.get(1), reply.get(2));
        return Optional.of(new ChannelInfo(
                channel,
                range.earliestId(),
                range.headId(),
                Replies.number(reply.get(3)),
                Replies.number(reply.get(4)),
                0));
    }
}
