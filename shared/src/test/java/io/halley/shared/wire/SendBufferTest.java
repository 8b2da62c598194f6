package io.halley.shared.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class SendBufferTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void only_what_is_unsent_is_bounded_so_that_a_long_path_is_not() {
        Epoll.ensureAvailability();
        Channel channel = new EpollSocketChannel();
        int before = channel.config().getOption(ChannelOption.SO_SNDBUF);
        SendBuffer.bound(channel);
        assertThat(channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT))
                .isEqualTo(SendBuffer.UNSENT_BYTES);
        assertThat(channel.config().getOption(ChannelOption.SO_SNDBUF)).isEqualTo(before);
        channel.unsafe().closeForcibly();
        SendBuffer.bound(channel);
    }

    @Test
    void all_of_it_is_where_nothing_else_can_be() {
        Channel channel = new NioSocketChannel();
        SendBuffer.bound(channel);
        assertThat(channel.config().getOption(ChannelOption.SO_SNDBUF))
                .isBetween(SendBuffer.ALL_BYTES, 2 * SendBuffer.ALL_BYTES);
        channel.unsafe().closeForcibly();
    }
}
