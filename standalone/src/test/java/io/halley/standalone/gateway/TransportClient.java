package io.halley.standalone.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One subscription over one transport. What is on its wire is read strictly: anything else than it may be fails. */
interface TransportClient extends AutoCloseable {

    /**
     * What was said, in its order.
     *
     * @param event an event object as it was written, of Halley's own ones, too; null if only a cursor was given
     * @param cursor the cursor behind it, if the transport gave one
     */
    record Said(@Nullable String event, @Nullable String cursor) {

        /** For a transport that says cursors by Halley's own events only. */
        static Said of(String event) {
            JsonObject json = new JsonObject(event);
            boolean own = json.getString("type").startsWith("$");
            return new Said(event, own ? json.getJsonObject("data").getString("cursor") : null);
        }

        boolean isOfType(String type) {
            return event != null && new JsonObject(event).getString("type").equals(type);
        }
    }

    /** The connection's first answer; its body is empty. */
    RawConnection.Answer head() throws IOException;

    /** What is said next; null at the proper end of a stream. Who polls asks again for more, until the gateway stops. */
    @Nullable
    Said next() throws IOException;

    /** All that is said up to the end of the replay, with {@code $open} and {@code $caught-up} where there are such. */
    default List<Said> replay() throws IOException {
        List<Said> all = new ArrayList<>();
        do {
            Said said = next();
            if (said == null) {
                throw new AssertionError("the stream has ended after " + all);
            }
            all.add(said);
        } while (!all.get(all.size() - 1).isOfType("$caught-up"));
        return all;
    }

    /** Breaks off at once. */
    void kill();

    @Override
    default void close() {
        kill();
    }
}
