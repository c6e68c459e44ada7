package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpConnectionsTest {
    private final List<String> evicted = new ArrayList<>();
    private final TcpConnections connections = new TcpConnections(8);

    /** A connection that says when it has to go. */
    private final class Connection implements TcpConnections.Connection {
        private final String name;
        private final int host;

        Connection(String name, int host) {
            this.name = name;
            this.host = host;
        }

        @Override
        public Ipv4Address address() {
            return new Ipv4Address(host);
        }

        @Override
        public void evict() {
            evicted.add(name);
        }
    }

    private Connection open(String name, int host) {
        Connection connection = new Connection(name, host);
        connections.opened(connection);
        return connection;
    }

    @Test
    void theOneIdleLongestMakesRoom() {
        Connection first = open("0", 0);
        Connection second = open("1", 1);
        for (int i = 2; i < 8; i++) {
            open("" + i, i);
        }
        assertThat(evicted).isEmpty();
        connections.used(first);
        open("8", 8);
        assertThat(evicted).containsExactly("1");
        assertThat(connections.size()).isEqualTo(8);
        connections.used(second);
        assertThat(connections.size()).as("a gone one stays gone").isEqualTo(8);
    }

    @Test
    void oneHostMakesRoomForItself() {
        open("other", 1);
        for (int i = 0; i < 4; i++) {
            open("" + i, 7);
        }
        assertThat(evicted).containsExactly("0", "1");
        assertThat(connections.size()).isEqualTo(3);
    }

    @Test
    void closedOnesAreForgotten() {
        connections.closed(open("0", 0));
        assertThat(connections.size()).isZero();
    }
}
