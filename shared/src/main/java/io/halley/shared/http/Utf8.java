package io.halley.shared.http;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads text that must be UTF-8, where Java would put question marks in place of what is not. */
public final class Utf8 {

    private Utf8() {}

    /**
     * Reads all of the bytes.
     *
     * @throws ProblemException 400 naming the place, if they are not UTF-8
     */
    public static String decode(Buffer body) {
        return decode("body", body);
    }

    /** The same of something else, by the name that the answer is to call it. */
    public static String decode(String what, Buffer encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded.getBytes());
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes, text, true);
        if (result.isError()) {
            throw new ProblemException(Problem.invalid(
                    what, what + ": not UTF-8 at byte " + bytes.position() + " (expected: UTF-8 throughout)"));
        }
        return text.flip().toString();
    }
}
