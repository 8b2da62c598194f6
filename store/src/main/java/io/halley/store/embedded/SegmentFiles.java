package io.halley.store.embedded;

import io.halley.shared.runtime.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Opens and makes segments. */
final class SegmentFiles {

    private static final byte[] HEADER = "halley1\n".getBytes(StandardCharsets.US_ASCII);

    private SegmentFiles() {}

    /** Makes an empty segment, on the disk with its name. */
    static Segment create(DataFolder folder, Disk disk, int number) throws IOException {
        LogFile file = disk.create(folder.segment(number));
        try {
            writeHeader(file);
            disk.forceFolder(folder.segments());
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Segment(number, folder.segment(number), file, HEADER.length);
    }

    /**
     * Opens a segment that is there.
     *
     * @throws StartException if it is none
     */
    static Segment open(DataFolder folder, Disk disk, int number, boolean last) throws IOException {
        LogFile file = disk.open(folder.segment(number));
        long size = file.size();
        if (last && size < HEADER.length) {
            writeHeader(file);
            size = HEADER.length;
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER.length);
        file.read(header, 0);
        if (!ByteBuffer.wrap(HEADER).equals(header.flip())) {
            file.close();
            throw new StartException("data folder: " + folder.segment(number)
                    + " is damaged at byte 0 (expected: a segment of format 1)");
        }
        if (size > Integer.MAX_VALUE) {
            file.close();
            throw new StartException("data folder: " + folder.segment(number) + " is larger than a segment can be");
        }
        return new Segment(number, folder.segment(number), file, size);
    }

    private static void writeHeader(LogFile file) throws IOException {
        file.write(ByteBuffer.wrap(HEADER), 0);
        file.force();
    }

    /**
     * What is written to a file whose name is gone is gone with the process, and forcing it does not tell.
     *
     * @throws IOException if somebody took the data folder away
     */
    static void requireThere(Segment segment) throws IOException {
        if (!Files.exists(segment.path())) {
            throw new IOException("the data folder is gone");
        }
    }
}
