package io.halley.shared.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The addresses whose {@code X-Forwarded-…} headers are believed: single ones, or networks such as 10.0.0.0/8. */
public record TrustedProxies(List<Network> networks) {

    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /** Addresses that share their first {@code prefix} bits. */
    public record Network(String address, int prefix) {

        public Network {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
            if (bytes == null || prefix < 0 || prefix > bytes.length * 8) {
                throw new IllegalArgumentException("addresses or networks such as 10.0.0.0/8, joined by ','");
            }
        }

        boolean contains(byte[] other) {
            byte[] mine = bytesOf(address);
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Reads addresses and networks joined by {@code ,}. */
    public static TrustedProxies parse(String text) {
        List<Network> networks = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.strip().split("/", 2);
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(parts[0]);
            int prefix = parts.length == 2 ? prefix(parts[1]) : bytes == null ? -1 : bytes.length * 8;
            networks.add(new Network(parts[0], prefix));
        }
        return new TrustedProxies(networks);
    }

    /** Whether a peer with this numeric address is one of them. */
    public boolean contains(String address) {
        if (networks.isEmpty() || NetUtil.createByteArrayFromIpAddressString(address) == null) {
            return false;
        }
        byte[] bytes = bytesOf(address);
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static int prefix(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** An IPv4 address that is written as IPv6 becomes IPv4. */
    private static byte[] bytesOf(String address) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address))
                    .getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("checked before: " + address, e);
        }
    }
}
