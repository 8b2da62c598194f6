package io.halley.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One file of the log. What a full or broken disk does shows here, and tests make it show. */
interface LogFile {

    /** Writes all that remains of the bytes, at a position. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer into, long position) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when everything written is on the disk. */
    void force() throws IOException;

    void close() throws IOException;
}
