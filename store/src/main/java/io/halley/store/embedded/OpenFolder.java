package io.halley.store.embedded;

import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Channel;
import io.halley.shared.runtime.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A data folder, opened and read. */
record OpenFolder(
        DataFolder folder,
        LogIndex index,
        LogWriter writer,
        SmallMaps maps,
        Map<String, KnownUsers.Times> users,
        Marks marks,
        PresenceFile.Found presence) {

    /** Blocks. */
    static OpenFolder open(StoreConfig config, EmbeddedStore.Tuning tuning) {
        Path path = config.dataDir();
        DataFolder folder = DataFolder.open(path);
        try {
            return open(folder, new Retention(config), tuning);
        } catch (IOException | UncheckedIOException e) {
            folder.release();
            throw new StartException("data folder " + path + " can't be opened: " + Disk.reason(e), e);
        } catch (RuntimeException e) {
            folder.release();
            throw e;
        }
    }

    private static OpenFolder open(DataFolder folder, Retention retention, EmbeddedStore.Tuning tuning)
            throws IOException {
        long now = tuning.clock().getAsLong();
        SmallMaps maps = SmallMaps.open(folder.maps());
        try {
            IdempotencyKeys keys = new IdempotencyKeys(maps, tuning.mostKeys());
            LogIndex index =
                    new Recovery(folder, tuning.disk()).run(retention, now, record -> restore(keys, record, now));
            Heads.load(maps, index, now);
            LogWriter writer = new LogWriter(
                    folder, tuning.disk(), maps, keys, index.segments().current(), tuning);
            PresenceFile.Found presence =
                    PresenceFile.load(maps, index.range(Channel.PRESENCE).head(), now);
            return new OpenFolder(folder, index, writer, maps, KnownUsers.load(maps), Marks.load(maps), presence);
        } catch (IOException | RuntimeException e) {
            maps.abandon();
            throw e;
        }
    }

    private static void restore(IdempotencyKeys keys, LogRecord record, long now) {
        try {
            keys.restore(record, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Blocks until everything is on the disk and closed, and the folder can be opened again. */
    @Nullable
    Void close() throws IOException {
        try {
            maps.close();
        } finally {
            for (Segment segment : index.segments().all()) {
                segment.file().close();
            }
            folder.release();
        }
        return null;
    }
}
