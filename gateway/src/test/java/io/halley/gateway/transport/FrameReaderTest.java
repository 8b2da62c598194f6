package io.halley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {

    /** Or it would be the loop's time that pays for it, as long as the closing handshake takes. */
    @Test
    void what_comes_behind_a_broken_frame_is_thrown_away_at_once() {
        FrameReader reader = new FrameReader(() -> true, bytes -> {});
        EmbeddedChannel channel = new EmbeddedChannel(reader);
        assertThatExceptionOfType(CorruptedWebSocketFrameException.class)
                .isThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 1, '1'})));
        Watched late = new Watched(100_000);
        channel.writeInbound(late);
        assertThat(late.refCnt()).isZero();
        assertThat(late.looks).isZero();
        assertThat(reader.hasBegun()).isFalse();
        assertThat(channel.finish()).isFalse();
    }

    /** Its head is not kept as bytes. */
    @Test
    void a_frame_has_begun_with_its_first_byte_and_until_its_last() {
        FrameReader reader = new FrameReader(() -> true, bytes -> {});
        EmbeddedChannel channel = new EmbeddedChannel(reader);
        assertThat(reader.hasBegun()).isFalse();
        byte[] frame = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, '1'};
        for (int i = 0; i < frame.length - 1; i++) {
            assertThat(channel.writeInbound(Unpooled.wrappedBuffer(frame, i, 1)))
                    .isFalse();
            assertThat(reader.hasBegun()).isTrue();
        }
        assertThat(channel.writeInbound(Unpooled.wrappedBuffer(frame, frame.length - 1, 1)))
                .isTrue();
        assertThat(reader.hasBegun()).isFalse();
        assertThat(channel.finishAndReleaseAll()).isTrue();
    }

    /** Bytes that know how often one of them was looked at. */
    private static final class Watched extends UnpooledHeapByteBuf {

        int looks;

        Watched(int bytes) {
            super(UnpooledByteBufAllocator.DEFAULT, new byte[bytes], bytes);
        }

        @Override
        public byte readByte() {
            looks++;
            return super.readByte();
        }
    }
}
