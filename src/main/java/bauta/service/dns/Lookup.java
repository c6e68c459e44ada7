package bauta.service.dns;

import bauta.engine.Timers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The course of one question to the servers: runs the {@link QueryMachine}. */
final class Lookup {
    private final Asking asking;
    private final Question question;
    private final Transport transport;
    private final Ending ending;
    private final QueryMachine machine;
    private final Map<Integer, Attempt> attempts = new HashMap<>();
    private final Map<Integer, Answer> received = new HashMap<>();
    private QueryState state = QueryMachine.initial();
    private Timers.Timer timer = () -> {};

    /** How it ends. */
    interface Ending {
        /**
         * A server answered, or none did. Called once.
         *
         * @param answer the best one
         */
        void ended(Optional<Answer> answer);

        /** A server was silent for too long; the next one is asked. */
        void timedOut();
    }

    /** What a server said. */
    static final class Answer {
        private final byte[] message;
        private final Transport transport;

        /**
         * Takes it.
         *
         * @param message with the id of the attempt
         * @param transport what it came by
         */
        Answer(byte[] message, Transport transport) {
            this.message = message;
            this.transport = transport;
        }

        byte[] message() {
            return message;
        }

        Transport transport() {
            return transport;
        }
    }

    /**
     * Prepares it.
     *
     * @param asking the means
     * @param question sent to the servers in the words of its client
     * @param transport how the client asked
     * @param usesTls whether servers are asked by TLS
     * @param ending hears of the end
     */
    Lookup(Asking asking, Question question, Transport transport, boolean usesTls, Ending ending) {
        this.asking = asking;
        this.question = question;
        this.transport = transport;
        this.ending = ending;
        this.machine = new QueryMachine(asking.tryNanos(usesTls ? Transport.TLS : transport));
    }

    /** Asks the first server. */
    void begin(QueryEvent.Asked order) {
        happened(order);
    }

    private void happened(QueryEvent event) {
        QueryMachine.Transition transition = machine.next(state, event, asking.timers().nanos());
        state = transition.next();
        timer.cancel();
        if (state instanceof QueryState.Waiting waiting) {
            timer = asking.timers().at(waiting.deadlineNanos(), this::timedOut);
        }
        transition.actions().forEach(this::act);
    }

    private void timedOut() {
        if (state instanceof QueryState.Waiting) {
            ending.timedOut();
            attempts.values().forEach(attempt -> attempt.missed("no answer in time"));
            happened(new QueryEvent.TimedOut());
        }
    }

    private void act(QueryAction action) {
        switch (action) {
            case QueryAction.Ask(int attempt, Upstream upstream) -> ask(attempt, upstream);
            case QueryAction.Deliver(int attempt) -> {
                Optional<Answer> answer = Optional.ofNullable(received.get(attempt));
                end(answer);
                assert answer.isPresent() : "an answer is delivered that never came";
            }
            case QueryAction.GiveUp() -> end(Optional.empty());
        }
    }

    private void ask(int attempt, Upstream upstream) {
        Attempt.Outcome outcome =
                new Attempt.Outcome() {
                    @Override
                    public void answered(byte[] answer, Transport by) {
                        received.put(attempt, new Answer(answer, by));
                        happened(new QueryEvent.Answered(attempt, DnsReplies.isPoor(answer)));
                    }

                    @Override
                    public void failed() {
                        happened(new QueryEvent.Failed(attempt));
                    }
                };
        attempts.put(attempt, new Attempt(asking, upstream, question.octets(), transport, outcome));
    }

    private void end(Optional<Answer> answer) {
        attempts.values().forEach(Attempt::close);
        ending.ended(answer);
    }
}
