package bauta.service.dns;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.wire.DnsHeader;
import bauta.wire.DnsRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes messages from clients and decides who answers: what is remembered, the house, or servers.
 * What is neither is answered with an RCODE, or counted. Owned by the dns loop.
 */
final class QueryIntake {
    private final Asking asking;
    private final UpstreamChoice upstreams;
    private final LocalAnswers local;
    private final AnswerStore store;
    private final QueryTable table;
    private final Question scratch = new Question();
    private final byte[] room = new byte[Question.MAX + 1];
    private final ByteBuf view = Unpooled.wrappedBuffer(room);
    private long queries;
    private long tcpQueries;
    private long ownAnswers;

    /**
     * Makes one with nothing in flight.
     *
     * @param asking how to ask
     * @param upstreams whom to ask
     * @param local what the house knows
     * @param store what is known from outside
     */
    QueryIntake(Asking asking, UpstreamChoice upstreams, LocalAnswers local, AnswerStore store) {
        this.asking = asking;
        this.upstreams = upstreams;
        this.local = local;
        this.store = store;
        this.table = new QueryTable(asking, upstreams, store);
    }

    /** Counters of messages that ended here; the listeners count under their own reasons too. */
    DropCounters drops() {
        return asking.drops();
    }

    /**
     * Takes a message.
     *
     * @param client who asked, gets one answer at most
     * @param message what came; the readable bytes are looked at before this returns
     */
    void query(DnsClient client, ByteBuf message) {
        queries++;
        if (client.transport() != Transport.UDP) {
            tcpQueries++;
        }
        int length = Math.min(message.readableBytes(), room.length);
        message.getBytes(message.readerIndex(), room, 0, length);
        if (!scratch.read(room, view, length) || !store.answer(client, scratch)) {
            unknown(client, Arrays.copyOf(room, length));
        }
    }

    private void unknown(DnsClient client, byte[] message) {
        ByteBuf octets = Unpooled.wrappedBuffer(message);
        DropReason header = DnsHeader.check(octets, 0, message.length);
        if (header != DropReason.NONE) {
            drops().count(header);
        } else if (message.length > Question.MAX) {
            drops().count(DropReason.DNS_TOO_LONG);
            error(client, message, DnsHeader.FORMERR);
        } else if (DnsHeader.isResponse(octets, 0)) {
            drops().count(DropReason.DNS_UNEXPECTED_ANSWER);
        } else if (DnsHeader.opcode(octets, 0) != DnsHeader.OPCODE_QUERY) {
            error(client, message, DnsHeader.NOTIMP);
        } else {
            DropReason question = DnsHeader.checkQuestion(octets, 0, message.length);
            if (question == DropReason.NONE) {
                readable(client, Question.of(message));
            } else {
                drops().count(question);
                error(client, message, DnsHeader.FORMERR);
            }
        }
    }

    private void readable(DnsClient client, Question question) {
        if (question.type() == DnsRecord.AXFR || question.type() == DnsRecord.IXFR) {
            error(client, question.octets(), DnsHeader.REFUSED);
            return;
        }
        Optional<byte[]> ours = local.answer(question);
        if (ours.isPresent()) {
            ownAnswers++;
            byte[] fitting =
                    DnsReplies.fit(ours.get(), question, question.limit(client.transport()));
            client.reply(fitting, fitting.length);
        } else {
            table.ask(client, question);
        }
    }

    private void error(DnsClient client, byte[] query, int rcode) {
        ownAnswers++;
        byte[] answer = DnsReplies.error(query, rcode);
        client.reply(answer, answer.length);
    }

    /** Asks a question of our own. */
    void probe(ServerProbe probe) {
        table.ask(probe, probe.question());
    }

    /** Takes the names of the house; answers kept for what is now a name of it are forgotten. */
    void names(LanNames snapshot) {
        if (local.names(snapshot)) {
            store.clear();
        }
    }

    /** Reads the counters. */
    DnsStatus status(int connections) {
        return new DnsStatus(
                queries,
                tcpQueries,
                table.answers(),
                ownAnswers + table.ownAnswers(),
                table.merged(),
                table.timeouts(),
                table.inFlight(),
                connections,
                store.cacheStatus(),
                upstreams.status(),
                store.blocked().total(),
                store.blocked().latest(),
                drops().nonZero());
    }
}
