package io.halley.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A real disk that does as badly as a test says. */
final class BadDisk implements Disk {

    /** A write puts down half of its bytes and then finds the disk full. */
    volatile boolean full;

    volatile boolean failsToForce;
    volatile boolean failsToTruncate;

    /** Files stay, as if the process had ended before they were deleted. */
    volatile boolean keeps;

    /** Whether a file was to be deleted, and stayed. */
    volatile boolean kept;

    private volatile CountDownLatch hold = new CountDownLatch(0);
    private volatile CountDownLatch reached = new CountDownLatch(0);

    /** Keeps the next force, and those after it, until the answer is counted down. */
    CountDownLatch holdForce() {
        reached = new CountDownLatch(1);
        hold = new CountDownLatch(1);
        return hold;
    }

    /** Waits until a force is being kept. */
    void awaitHeld() throws InterruptedException {
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public LogFile open(Path path) throws IOException {
        return new BadFile(REAL.open(path));
    }

    @Override
    public LogFile create(Path path) throws IOException {
        failIf(full, "No space left on device");
        return new BadFile(REAL.create(path));
    }

    @Override
    public void delete(Path path) throws IOException {
        kept |= keeps;
        failIf(keeps, "Operation not permitted");
        REAL.delete(path);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        REAL.forceFolder(folder);
    }

    private static void failIf(boolean bad, String message) throws IOException {
        if (bad) {
            throw new IOException(message);
        }
    }

    private final class BadFile implements LogFile {

        private final LogFile file;

        BadFile(LogFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            if (full) {
                file.write(bytes.limit(bytes.position() + bytes.remaining() / 2), position);
                throw new IOException("No space left on device");
            }
            file.write(bytes, position);
        }

        @Override
        public void force() throws IOException {
            failIf(failsToForce, "Input/output error");
            reached.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IOException("nobody may interrupt the writer", e);
            }
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            failIf(failsToTruncate, "Input/output error");
            file.truncate(size);
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            file.read(into, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
