package io.halley.store.embedded;

import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.store.embedded.MapWriter.Slot;
import io.halley.store.spi.Mark;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marks of all users, as text, which takes less than what it says: in memory, and in a small map. Confined to the
 * store's context once it is loaded.
 */
final class Marks {

    private static final String MAP = "marks";

    private final Map<String, Texts> all = new HashMap<>();

    /** Of the user's own channel, and of {@code users}. */
    private record Texts(@Nullable String own, @Nullable String toAll) {
        static final Texts NONE = new Texts(null, null);
    }

    /** Reads them all; blocks. */
    static Marks load(SmallMaps maps) throws IOException {
        Marks marks = new Marks();
        maps.map(MAP).forEach((key, text) -> {
            int space = key.indexOf(' ');
            marks.put(key.substring(space + 1), key.startsWith(Channel.USERS + " "), text);
        });
        return marks;
    }

    static Slot slot(UserId user, Channel channel) {
        return new Slot(MAP, channel + " " + user);
    }

    /** What is kept of one of the two channels of a user's inbox. */
    @Nullable
    Mark find(UserId user, Channel channel) {
        String text = text(user, channel);
        return text == null ? null : Mark.parse(text);
    }

    boolean has(UserId user, Channel channel) {
        return text(user, channel) != null;
    }

    /** Whether there is no room for the marks of one more user. */
    boolean isFull() {
        return all.size() >= KnownUsers.MOST_USERS;
    }

    /** Keeps a mark, or none if the text is null. */
    void put(UserId user, Channel channel, @Nullable String text) {
        put(user.value(), channel.equals(Channel.USERS), text);
    }

    private void put(String user, boolean isToAll, @Nullable String text) {
        Texts before = all.getOrDefault(user, Texts.NONE);
        Texts after = isToAll ? new Texts(before.own, text) : new Texts(text, before.toAll);
        if (after.equals(Texts.NONE)) {
            all.remove(user);
        } else {
            all.put(user, after);
        }
    }

    /** As it is kept; null if none is. */
    @Nullable
    String text(UserId user, Channel channel) {
        Texts texts = all.getOrDefault(user.value(), Texts.NONE);
        return channel.equals(Channel.USERS) ? texts.toAll : texts.own;
    }
}
