package io.halley.shared.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses whose {@code X-Forwarded-…} headers are believed: single ones, or networks such as 10.0.0.0/8. */
public record TrustedProxies(List<Network> networks) {

    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /** Addresses that share their first {@code prefix} bits. */
    public record Network(InetAddress address, int prefix) {

        public Network {
            if (prefix < 0 || prefix > address.getAddress().length * 8) {
                throw new IllegalArgumentException(address + "/" + prefix);
            }
        }

        boolean contains(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> bit % 8;
                if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads addresses and networks joined by {@code ,}; nothing for none.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TrustedProxies parse(String text) {
        return text.isEmpty()
                ? NONE
                : new TrustedProxies(Arrays.stream(text.split(",", -1))
                        .map(entry -> network(entry.strip()))
                        .toList());
    }

    /** Whether a peer with this numeric address is one of them. */
    public boolean contains(String address) {
        if (networks.isEmpty()) {
            return false;
        }
        InetAddress peer = numeric(address);
        return peer != null && networks.stream().anyMatch(network -> network.contains(peer));
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = numeric(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException(text);
        }
        return new Network(
                address, slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1)));
    }

    /** Null if it is not a numeric address. An IPv4 address that is written as IPv6 becomes IPv4. */
    private static @Nullable InetAddress numeric(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("checked before: " + address, e);
        }
    }
}
