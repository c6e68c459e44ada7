package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private final Seats seats = new Seats();

    private static final class Connection implements Seats.Seat {
        private final int client;
        private final long since;
        private boolean idle = true;
        private boolean closed;

        Connection(int client, long since) {
            this.client = client;
            this.since = since;
        }

        @Override
        public Ipv4Address client() {
            return new Ipv4Address(client);
        }

        @Override
        public boolean idle() {
            return idle;
        }

        @Override
        public long sinceNanos() {
            return since;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private List<Connection> enter(int client, int count) {
        List<Connection> entered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Connection connection = new Connection(client, 1000 - i);
            assertThat(seats.enter(connection)).isTrue();
            entered.add(connection);
        }
        return entered;
    }

    @Test
    void oneTooManyOfAClientTakesThePlaceOfItsOwnLongestIdle() {
        Connection other = enter(2, 1).getFirst();
        List<Connection> many = enter(1, Seats.MOST_OF_A_CLIENT);
        enter(1, 1);
        assertThat(many.getLast().closed).isTrue();
        assertThat(other.closed).isFalse();
        assertThat(seats.evicted()).isEqualTo(1);
    }

    @Test
    void busyOnesAreNotSentAway() {
        List<Connection> many = enter(1, Seats.MOST_OF_A_CLIENT);
        many.forEach(connection -> connection.idle = false);
        assertThat(seats.enter(new Connection(1, 0))).isFalse();
        assertThat(seats.refused()).isEqualTo(1);
        assertThat(many).noneMatch(connection -> connection.closed);
    }

    @Test
    void allTogetherHaveALimit() {
        for (int client = 0; client < 2 * Seats.MOST; client++) {
            enter(client, 1);
        }
        assertThat(seats.taken()).isEqualTo(Seats.MOST);
    }
}
