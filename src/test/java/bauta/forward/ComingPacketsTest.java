package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.link.FrameReceiver;
import bauta.link.MemoryPort;
import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames told of ahead have the same fate as frames that come one by one. */
class ComingPacketsTest {
    private static final int MOST_FRAMES = 40;
    private static final long SECOND = 1_000_000_000L;

    private record Frames(boolean lan, List<byte[]> frames) {
        FrameReceiver receiver(Rig rig) {
            return lan ? rig.path.lanReceiver(0) : rig.path.wanReceiver();
        }
    }

    private static int put(Rig rig, byte[] frame) {
        int at = rig.pool.allocate();
        rig.pool.memory().setBytes(at, frame);
        return at;
    }

    private static void oneByOne(Rig rig, Frames batch) {
        FrameReceiver receiver = batch.receiver(rig);
        for (byte[] frame : batch.frames) {
            receiver.receive(put(rig, frame), frame.length);
        }
        receiver.batchEnd();
        rig.assertBalance();
    }

    private static void toldAhead(Rig rig, Frames batch) {
        FrameReceiver receiver = batch.receiver(rig);
        int[] at = batch.frames.stream().mapToInt(frame -> put(rig, frame)).toArray();
        for (int i = 0; i < at.length; i++) {
            receiver.coming(at[i], batch.frames.get(i).length);
        }
        for (int i = 0; i < at.length; i++) {
            receiver.receive(at[i], batch.frames.get(i).length);
        }
        receiver.batchEnd();
        rig.assertBalance();
    }

    /** Takes everything that came out, as text. */
    private static List<String> taken(Rig rig) {
        List<String> all = new ArrayList<>();
        for (MemoryPort port : List.of(rig.lan, rig.secondLan, rig.guests, rig.wan, rig.tun)) {
            while (port.waiting() > 0) {
                all.add(port.role() + " " + HexFormat.of().formatHex(port.take()));
            }
        }
        return all;
    }

    private static Frames batch(Random random, List<byte[]> answers) {
        boolean lan = random.nextBoolean();
        List<byte[]> frames = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_FRAMES);
        for (int i = 0; i < count; i++) {
            byte[] packet =
                    lan || answers.isEmpty() || random.nextInt(4) == 0
                            ? HostileTest.packet(random)
                            : answers.get(random.nextInt(answers.size()));
            byte[] frame = lan ? HostileTest.lan(packet) : HostileTest.wan(packet);
            int again = 1 + random.nextInt(3);
            for (int copy = 0; copy < again && frames.size() < MOST_FRAMES; copy++) {
                frames.add(HostileTest.spoil(frame, random));
            }
        }
        return new Frames(lan, frames);
    }

    /** Returns answers to what left by the uplink. */
    private static List<byte[]> answers(List<String> out) {
        return out.stream()
                .filter(line -> line.startsWith("wan "))
                .map(line -> HexFormat.of().parseHex(line.substring(4)))
                .map(frame -> answer(Arrays.copyOfRange(frame, 22, frame.length)))
                .toList();
    }

    private static byte[] answer(byte[] packet) {
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        int source = Ipv4Header.source(buf, 0);
        buf.setInt(12, Ipv4Header.destination(buf, 0));
        buf.setInt(16, source);
        if (packet.length >= 24) {
            buf.setInt(20, Integer.rotateLeft(buf.getInt(20), 16));
        }
        Ipv4Header.writeChecksum(buf, 0);
        return packet;
    }

    @Test
    void batchesHaveTheFatesOfSingleFrames() {
        long evicted = 0;
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            Rig one = new Rig(32);
            Rig other = new Rig(32);
            List<byte[]> answers = List.of();
            for (int round = 0; round < 80; round++) {
                Frames batch = batch(random, answers);
                oneByOne(one, batch);
                toldAhead(other, batch);
                long nanos = random.nextInt(12) == 0 ? random.nextInt(60) * SECOND : 1_000;
                one.timers.advance(nanos);
                other.timers.advance(nanos);
                List<String> out = taken(one);
                assertThat(taken(other)).as("seed %d round %d", seed, round).isEqualTo(out);
                assertThat(other.drops.nonZero()).isEqualTo(one.drops.nonZero());
                assertThat(other.path.status()).isEqualTo(one.path.status());
                answers = answers(out);
            }
            evicted += one.path.status().flow().evicted();
        }
        assertThat(evicted).as("full tables were among them").isPositive();
    }

    /** A frame that lies at the very end of all frames, of which nobody may read a byte further. */
    @Test
    void framesOfEveryLengthAreLookedAtOnlyInside() {
        Rig rig = new Rig(16);
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 30));
        rig.toWan();
        byte[] lan = HostileTest.lan(PacketBytes.udp(HOST, 1, PEER, 2, 30));
        byte[] wan = HostileTest.wan(PacketBytes.udp(PEER, 2, OUR, 1, 30));
        Random random = new Random(3);
        for (byte[] frame : List.of(lan, wan)) {
            for (int length = 0; length <= frame.length; length++) {
                atTheEnd(rig, Arrays.copyOf(frame, length));
                atTheEnd(rig, HostileTest.spoil(Arrays.copyOf(frame, length), random));
            }
        }
        rig.assertBalance();
        assertThat(rig.drops.total()).as("nothing was received").isZero();
    }

    private static void atTheEnd(Rig rig, byte[] frame) {
        int at = rig.pool.memory().capacity() - frame.length;
        rig.pool.memory().setBytes(at, frame);
        rig.path.lanReceiver(0).coming(at, frame.length);
        rig.path.wanReceiver().coming(at, frame.length);
    }

    /** Told of twice or in vain, received in another order: time is lost and nothing else. */
    @Test
    void whatIsToldNeedNotBeTrue() {
        Rig rig = new Rig(16);
        byte[] first = HostileTest.lan(PacketBytes.udp(HOST, 1, PEER, 2, 30));
        byte[] second = HostileTest.lan(PacketBytes.udp(HOST, 3, PEER, 4, 40));
        FrameReceiver receiver = rig.path.lanReceiver(0);
        rig.frameFromLan(first);
        rig.frameFromLan(second);
        int one = put(rig, first);
        int two = put(rig, second);
        receiver.coming(one, first.length);
        receiver.coming(one, first.length);
        receiver.coming(two, second.length);
        rig.pool.memory().setBytes(one, second);
        receiver.receive(two, second.length);
        receiver.receive(one, second.length);
        rig.assertBalance();
        rig.toWan();
        rig.toWan();
        byte[] sent = rig.toWan();
        assertThat(rig.toWan()).isEqualTo(sent).hasSize(second.length - 14);
    }
}
