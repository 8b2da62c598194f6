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

    private final Map<String, String> own = new HashMap<>();
    private final Map<String, String> users = new HashMap<>();

    /** Reads them all; blocks. */
    static Marks load(SmallMaps maps) throws IOException {
        Marks marks = new Marks();
        maps.map(MAP).forEach((key, text) -> {
            int space = key.indexOf(' ');
            String user = key.substring(space + 1);
            (key.startsWith(Channel.USERS + " ") ? marks.users : marks.own).put(user, text);
        });
        return marks;
    }

    static Slot slot(UserId user, Channel channel) {
        return new Slot(MAP, channel + " " + user);
    }

    /** What is kept of one of the two channels of a user's inbox. */
    @Nullable
    Mark find(UserId user, Channel channel) {
        String text = of(channel).get(user.value());
        return text == null ? null : Mark.parse(text);
    }

    boolean has(UserId user, Channel channel) {
        return of(channel).containsKey(user.value());
    }

    /** Whether no more may be kept than there are. */
    boolean isFull() {
        return own.size() + users.size() >= 2 * KnownUsers.MOST_USERS;
    }

    void put(UserId user, Channel channel, String text) {
        of(channel).put(user.value(), text);
    }

    private Map<String, String> of(Channel channel) {
        return channel.equals(Channel.USERS) ? users : own;
    }
}
