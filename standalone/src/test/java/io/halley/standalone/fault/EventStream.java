package io.halley.standalone.fault;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (WHATWG HTML 9.2.6) as they come. What the stream ends inside of is dropped. */
final class EventStream {

    /** What stands between two empty lines; null for what is not there. */
    record Block(@Nullable String event, @Nullable String id, @Nullable String data, @Nullable String retry) {}

    private final RecordParser lines = RecordParser.newDelimited("\n", this::line);
    private final Consumer<Block> blocks;
    private @Nullable String event;
    private @Nullable String id;
    private @Nullable String data;
    private @Nullable String retry;

    EventStream(Consumer<Block> blocks) {
        this.blocks = blocks;
    }

    void take(Buffer bytes) {
        lines.handle(bytes);
    }

    private void line(Buffer bytes) {
        String line = bytes.toString(StandardCharsets.UTF_8);
        if (line.isEmpty()) {
            Block block = new Block(event, id, data, retry);
            event = null;
            id = null;
            data = null;
            retry = null;
            blocks.accept(block);
            return;
        }
        int colon = line.indexOf(':');
        String value = line.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (colon < 0 ? line : line.substring(0, colon)) {
            case "event" -> event = value;
            case "id" -> id = value;
            case "data" -> data = data == null ? value : data + "\n" + value;
            case "retry" -> retry = value;
            // a comment, or a field of a later standard
            default -> {}
        }
    }
}
