package io.halley.shared.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IntakeTest {

    private final List<Long> told = new ArrayList<>();
    private final Kernel kernel = new Kernel();
    private final Behind behind = new Behind();
    private final EmbeddedChannel channel = new EmbeddedChannel(kernel, new Intake(told::add), behind);

    @Test
    void what_comes_little_by_little_passes_as_it_is() {
        ByteBuf little = bytes(1_000);
        channel.writeInbound(little);
        assertThat(behind.came).containsExactly(little);
        end();
    }

    /** As Vert.x does, once some requests wait behind one that is not answered. */
    @Test
    void nothing_is_handed_on_until_who_is_behind_reads_on() {
        behind.then = () -> channel.config().setAutoRead(behind.bytes() < 3_000);
        channel.writeInbound(bytes(60_000));
        assertThat(behind.bytes()).isBetween(3_000, 4_100);
        assertThat(Intake.bytes(channel)).isGreaterThanOrEqualTo(60_000);
        channel.flushOutbound();
        channel.pipeline().fireChannelWritabilityChanged();
        assertThat(behind.bytes()).isBetween(3_000, 4_100);

        int reads = kernel.reads;
        behind.then = () -> channel.config().setAutoRead(behind.bytes() < 6_000);
        channel.config().setAutoRead(true);
        assertThat(behind.bytes()).isBetween(6_000, 7_100);
        assertThat(kernel.reads).isEqualTo(reads);
        behind.then = () -> {};
        channel.config().setAutoRead(true);
        assertThat(behind.bytes()).isEqualTo(60_000);
        assertThat(kernel.reads).isGreaterThan(reads);
        assertThat(Intake.bytes(channel)).isZero();
        assertThat(told).containsExactly(60_000L);
        end();
    }

    /** The answers to one packet of requests may be a thousand times as large. */
    @Test
    void nothing_is_handed_on_while_answers_are_not_taken() {
        behind.then = () -> answer(20_000);
        channel.writeInbound(bytes(60_000));
        // above what a channel takes without complaint
        assertThat(behind.bytes()).isBetween(4_000, 5_200);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).isGreaterThan(64L * 1024);
        channel.writeInbound(bytes(500));
        assertThat(behind.bytes()).isBetween(4_000, 5_200);

        behind.then = () -> {
            answer(20_000);
            channel.flush();
        };
        channel.flushOutbound();
        assertThat(behind.bytes()).isEqualTo(60_500);
        assertThat(channel.config().isAutoRead()).isTrue();
        end();
    }

    @Test
    void what_comes_while_answers_are_not_taken_waits_however_little_it_is() {
        answer(70_000);
        channel.writeInbound(bytes(500));
        assertThat(behind.came).isEmpty();
        channel.flushOutbound();
        assertThat(behind.bytes()).isEqualTo(500);
        end();
    }

    /** Vert.x keeps in mind what it has said of reading; so nobody else may say it for Vert.x. */
    @Test
    void who_is_behind_has_its_way_where_answers_are_not_taken_either() {
        come(bytes(1_000));
        answer(70_000);
        behind.then = () -> channel.config().setAutoRead(false);
        come(bytes(60_000));
        channel.flushInbound();
        channel.flushOutbound();
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(behind.bytes()).isEqualTo(1_000);
        behind.then = () -> {};
        channel.config().setAutoRead(true);
        assertThat(behind.bytes()).isEqualTo(61_000);
        end();
    }

    @Test
    void what_is_left_is_for_who_comes_next() {
        behind.then = () -> {
            if (channel.pipeline().get(Intake.class) != null) {
                channel.pipeline().remove(Intake.class);
            }
        };
        channel.writeInbound(bytes(60_000));
        assertThat(behind.came).hasSize(2);
        assertThat(behind.bytes()).isEqualTo(60_000);
        end();
    }

    @Test
    void what_is_left_of_who_is_gone_is_given_back() {
        behind.then = () -> channel.config().setAutoRead(false);
        ByteBuf bytes = bytes(60_000);
        channel.writeInbound(bytes);
        end();
        assertThat(bytes.refCnt()).isZero();
    }

    /** Of a failure, Vert.x makes another one where requests wait behind the one that is not answered. */
    @Test
    void who_resets_a_connection_is_gone_and_nothing_has_failed() {
        IllegalStateException failure = new IllegalStateException("not of the connection");
        channel.pipeline().fireExceptionCaught(failure);
        assertThat(channel.isOpen()).isTrue();
        assertThatThrownBy(channel::checkException).isSameAs(failure);
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        channel.checkException();
        assertThat(channel.isOpen()).isFalse();
    }

    private void answer(int count) {
        var unused = channel.write(bytes(count));
    }

    /** As one read of several in a turn. */
    private void come(ByteBuf bytes) {
        var unused = channel.writeOneInbound(bytes);
    }

    private void end() {
        var unused = channel.close();
        behind.came.forEach(ByteBuf::release);
        channel.releaseOutbound();
    }

    private static ByteBuf bytes(int count) {
        return count == 0
                ? Unpooled.EMPTY_BUFFER
                : ByteBufAllocator.DEFAULT.buffer(count).writeZero(count);
    }

    /** How often it is asked for more. */
    private static final class Kernel extends ChannelOutboundHandlerAdapter {

        int reads;

        @Override
        public void read(ChannelHandlerContext context) {
            reads++;
            context.read();
        }
    }

    /** Whoever reads behind it. */
    private static final class Behind extends ChannelInboundHandlerAdapter {

        final List<ByteBuf> came = new ArrayList<>();
        Runnable then = () -> {};

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            came.add((ByteBuf) message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            then.run();
        }

        int bytes() {
            return came.stream().mapToInt(ByteBuf::readableBytes).sum();
        }
    }
}
