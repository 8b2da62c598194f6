package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.Page;
import io.halley.shared.event.Channel;
import io.halley.store.OpenStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that are known and not shown. */
final class ChannelsTest {

    private static final Channel LAST = new Channel("zoo:1");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path temporary = Path.of("");

    @AfterEach
    void end() {
        vertx.close().await();
    }

    @Test
    void a_page_looks_at_so_many_channels_that_nobody_is_shown_and_leads_on() throws Exception {
        TestFolder folder = new TestFolder(vertx, temporary.resolve("data"));
        OpenStore store = folder.open();
        List<Future<List<AppendOutcome>>> appends = new ArrayList<>();
        for (int i = 0; i <= Channels.MOST_LOOKED_AT; i++) {
            Channel inbox = new Channel("user:" + (100_000 + i));
            appends.add(store.start(() -> store.events().append(List.of(OpenStore.draft(inbox, "1")))));
        }
        Future.all(appends).await();
        assertThat(list(store, null, 1_000).items()).hasSize(1_000);
        folder.clock.addAndGet(Duration.ofDays(8).toMillis());
        store.append(LAST, "1");
        folder.eventually(() -> list(store, null, 10).items().isEmpty());
        Page<ChannelInfo> page = list(store, null, 10);
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEqualTo("user:" + (100_000 + Channels.MOST_LOOKED_AT - 1));
        Page<ChannelInfo> rest = list(store, page.next(), 10);
        assertThat(rest.items()).extracting(ChannelInfo::channel).containsExactly(LAST);
        assertThat(rest.next()).isNull();
        store.close();
    }

    private static Page<ChannelInfo> list(OpenStore store, @Nullable String after, int limit) {
        return store.on(() -> store.channels().list("", after, limit));
    }
}
