package io.halley.shared.wire;

import io.netty.handler.codec.TooLongFrameException;

/** A request has more headers and trailers than {@link RequestHeads#MOST_LINES}. */
public final class TooManyLinesException extends TooLongFrameException {

    private static final long serialVersionUID = 1;

    TooManyLinesException() {
        super("more than " + RequestHeads.MOST_LINES + " lines");
    }
}
