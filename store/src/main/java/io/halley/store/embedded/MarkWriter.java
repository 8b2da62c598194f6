package io.halley.store.embedded;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.halley.store.embedded.MapWriter.Slot;
import io.halley.store.spi.Inbox.Part;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings marks to the disk. One is in memory first, so that the next is made of it; if the disk does not take the last
 * that a user waits for, what the disk had before counts again. Confined to the store's context.
 */
final class MarkWriter {

    private final Marks marks;
    private final MapWriter writer;
    /** Of users with a write under way. As many as the writer takes. */
    private final Map<UserId, Unsettled> unsettled = new HashMap<>();

    MarkWriter(Marks marks, MapWriter writer) {
        this.marks = marks;
        this.writer = writer;
    }

    /**
     * What waits for the disk of one user.
     *
     * @param last the last write
     * @param before by channel, what the disk is known to have of what is being written; null if nothing
     */
    private record Unsettled(Future<Void> last, Map<Channel, @Nullable String> before) {}

    /** Answers when nothing waits any more of what does now; fails as the last of it does. */
    Future<Void> settled(UserId user) {
        Unsettled waits = unsettled.get(user);
        return waits == null ? Future.succeededFuture() : waits.last;
    }

    /** Answers when the marks are on the disk; if that fails they count no more, unless others were made of them. */
    Future<Void> write(UserId user, List<Part> parts) {
        StoreException refusal = writer.refusal();
        if (refusal == null && marks.isFull() && !marks.has(user, Channel.USERS)) {
            refusal = new StoreException("the store keeps no more marks");
        }
        if (refusal != null) {
            return Future.failedFuture(refusal);
        }
        Unsettled earlier = unsettled.get(user);
        Map<Channel, @Nullable String> before = earlier == null ? new HashMap<>() : earlier.before;
        Map<Channel, String> after = new LinkedHashMap<>();
        Map<Slot, @Nullable String> entries = new LinkedHashMap<>();
        for (Part part : parts) {
            if (!before.containsKey(part.channel())) {
                before.put(part.channel(), marks.text(user, part.channel()));
            }
            after.put(part.channel(), part.mark().toString());
            keep(user, part, entries);
        }
        Future<Void> written = writer.write(entries);
        unsettled.put(user, new Unsettled(written, before));
        return written.onComplete(done -> {
            if (done.succeeded()) {
                before.putAll(after);
            }
            if (!settled(user).equals(written)) {
                return;
            }
            unsettled.remove(user);
            if (done.failed()) {
                before.forEach((channel, text) -> takeBack(user, channel, text));
            }
        });
    }

    /** Has the mark on the disk some time soon; it counts at once. */
    void writeLater(UserId user, Part part) {
        Map<Slot, @Nullable String> entries = new HashMap<>();
        keep(user, part, entries);
        entries.forEach(writer::writeLater);
    }

    /** The mark counts; what is to be written for it is added. */
    void keep(UserId user, Part part, Map<Slot, @Nullable String> entries) {
        String text = part.mark().toString();
        marks.put(user, part.channel(), text);
        entries.put(Marks.slot(user, part.channel()), text);
    }

    private void takeBack(UserId user, Channel channel, @Nullable String text) {
        marks.put(user, channel, text);
        writer.writeLater(Marks.slot(user, channel), text);
    }
}
