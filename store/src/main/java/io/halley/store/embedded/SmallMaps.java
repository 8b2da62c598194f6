package io.halley.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The ordered maps of text beside the log. What is put is on the disk after {@link #sync}. A map store that has met a
 * full disk can't be used any more; {@link #reopen} opens it again and repeats what had not been synced. Used by the
 * writer's thread only.
 */
final class SmallMaps {

    private static final int CACHE_MB = 16;
    private static final int LARGEST_UNSYNCED = 50_000;
    private static final int COMPACTED_AT_ONCE = 1024 * 1024;
    private static final int WANTED_FILL_RATE = 60;

    /**
     * What is of no use any more is written over only so much later. It need not be long, since every commit is forced before
     * the next one; and many small commits make the file that much larger.
     */
    private static final int KEEP_OVERWRITTEN_MS = 2_000;

    private final Path file;
    private final Map<Slot, @Nullable String> unsynced = new LinkedHashMap<>();
    private MVStore store;

    private SmallMaps(Path file) throws IOException {
        this.file = file;
        this.store = openStore(file);
    }

    static SmallMaps open(Path file) throws IOException {
        return new SmallMaps(file);
    }

    /** A map by its name, to be read; empty if nothing was ever put. */
    MVMap<String, String> map(String name) throws IOException {
        try {
            return store.openMap(name);
        } catch (MVStoreException e) {
            throw failure(e);
        }
    }

    /** Puts a value, or removes it if it is null. */
    void put(String map, String key, @Nullable String value) throws IOException {
        unsynced.put(new Slot(map, key), value);
        apply(map, key, value);
        if (unsynced.size() > LARGEST_UNSYNCED) {
            sync();
        }
    }

    void sync() throws IOException {
        if (unsynced.isEmpty()) {
            return;
        }
        try {
            store.commit();
            store.sync();
            unsynced.clear();
            if (store.compact(WANTED_FILL_RATE, COMPACTED_AT_ONCE)) {
                store.sync();
            }
        } catch (MVStoreException e) {
            throw failure(e);
        }
    }

    /** Opens the maps again if they have failed. */
    void reopen() throws IOException {
        if (!store.isClosed()) {
            return;
        }
        store.closeImmediately();
        store = openStore(file);
        for (Map.Entry<Slot, @Nullable String> entry : unsynced.entrySet()) {
            apply(entry.getKey().map, entry.getKey().key, entry.getValue());
        }
        sync();
    }

    void close() throws IOException {
        try {
            sync();
        } finally {
            store.closeImmediately();
        }
    }

    /** Lets go of the file as it is. */
    void abandon() {
        store.closeImmediately();
    }

    private void apply(String map, String key, @Nullable String value) throws IOException {
        try {
            MVMap<String, String> target = store.openMap(map);
            if (value == null) {
                target.remove(key);
            } else {
                target.put(key, value);
            }
        } catch (MVStoreException e) {
            throw failure(e);
        }
    }

    private static MVStore openStore(Path file) throws IOException {
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    // else it commits by itself, unforced, whenever some unsaved pages have come together
                    .autoCommitBufferSize(0)
                    .cacheSize(CACHE_MB)
                    .open();
            store.setRetentionTime(KEEP_OVERWRITTEN_MS);
            return store;
        } catch (MVStoreException e) {
            throw failure(e);
        }
    }

    private static IOException failure(MVStoreException e) {
        return new IOException(e.getMessage(), e);
    }

    private record Slot(String map, String key) {}
}
