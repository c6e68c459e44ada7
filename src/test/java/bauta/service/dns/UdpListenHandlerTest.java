package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropCounters;
import bauta.engine.ManualTimers;
import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UdpListenHandlerTest {
    @Test
    void troubleOfTheSocketIsNotALinePerDatagram() {
        DnsSettings settings = DnsSettings.of(List.of(), List.of());
        ManualTimers timers = new ManualTimers();
        QueryIntake intake =
                new QueryIntake(
                        new Asking(
                                Map.of(), timers, () -> 1, new DropCounters(), settings.limits()),
                        new UpstreamChoice(settings.forwarding()),
                        new LocalAnswers(settings),
                        new AnswerStore(settings, timers, InstantSource.system()));
        ListenAddress where =
                new ListenAddress(Ipv4Address.parse("192.168.87.1"), 53, Optional.of("lan1"));
        EmbeddedChannel channel =
                new EmbeddedChannel(new UdpListenHandler(where, intake, List.of()));
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 1000; i++) {
                channel.pipeline().fireExceptionCaught(new IOException("trouble"));
            }
        } finally {
            System.setOut(before);
        }
        assertThat(caught.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("dns listener trouble"))
                .hasSize(10);
    }
}
