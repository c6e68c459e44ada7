package bauta.control.admin;

import bauta.control.admin.ProblemView.Problems;
import bauta.control.config.ChangeOutcome;
import bauta.control.config.Confirmation;
import bauta.control.config.Problem;
import bauta.control.config.Reading;
import bauta.engine.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first set-up of a fresh box: its admin password and the line's user and password, in one
 * request. It is taken from anybody in the house until there is a password; then only who is logged
 * in may say the line's user and password again.
 */
final class SetUpRoutes {
    /** A change that is refused at once is told at once; the dial is not waited for. */
    private static final long ANSWER_MILLIS = 400;

    private static final Duration TRIAL = Duration.ofMinutes(1);
    private static final String UPLINK = "/uplinks/0/";

    private final Control control;
    private final AdminSecrets secrets;
    private final AccessRoutes access;

    SetUpRoutes(Control control, AdminSecrets secrets, AccessRoutes access) {
        this.control = control;
        this.secrets = secrets;
        this.access = access;
    }

    /** What is still missing. */
    record SetUpState(List<String> needs, List<String> languages, boolean session) {}

    /** What a person entered. */
    record SetUp(Optional<Secret> password, Optional<Line> uplink) {}

    /** The line. */
    record Line(String user, Secret password) {}

    /** Done; the token of the session that began, for who was not logged in. */
    record SetUpDone(List<String> needs, Optional<String> token, Optional<Long> expiresMillis) {}

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/api/v1/setup",
                                "What the first set-up needs",
                                SetUpState.class,
                                this::state)
                        .forAnyone(),
                Route.of("POST", "/api/v1/setup", "Set the box up", this::setUp)
                        .forAnyone()
                        .takes(SetUp.class)
                        .gives(SetUpDone.class));
    }

    private Answer state(Call call) {
        return Answer.ok(new SetUpState(needs(), List.of("en", "ja"), call.caller().known()));
    }

    private List<String> needs() {
        List<String> needs = new ArrayList<>();
        if (!secrets.hasPassword()) {
            needs.add("password");
        }
        if (control.config().config().uplinks().isEmpty()) {
            needs.add("uplink");
        }
        return needs;
    }

    private synchronized Answer setUp(Call call) throws IOException {
        SetUp entered = call.read(SetUp.class);
        boolean first = !secrets.hasPassword();
        if (!first && !call.caller().known()) {
            return Answer.error(ApiError.SET_UP_DONE);
        }
        Optional<String> candidate = entered.uplink().map(this::candidate);
        List<ProblemView> problems = new ArrayList<>();
        if (first) {
            problems.addAll(passwordProblems(entered, call.locale()));
        }
        candidate.ifPresent(json -> problems.addAll(lineProblems(json, call.locale())));
        if (!problems.isEmpty()) {
            return Answer.of(422, new Answer.Body.Json(new Problems(problems)));
        }
        if (first) {
            secrets.password(entered.password().orElseThrow());
            Logger.info("admin password chosen client={}", call.approach().client());
            control.setUp();
        }
        Optional<Answer> refused = entered.uplink().flatMap(line -> apply(line, call));
        return refused.isPresent() && !first ? refused.get() : done(call);
    }

    private Answer done(Call call) {
        if (call.caller().known()) {
            return Answer.ok(new SetUpDone(needs(), Optional.empty(), Optional.empty()));
        }
        Sessions.Begun begun = access.begin(call);
        String token = begun.token().reveal();
        return Answer.ok(
                        new SetUpDone(
                                needs(),
                                Optional.of(token),
                                Optional.of(begun.longest().toMillis())))
                .with("Set-Cookie", AccessRoutes.cookie(call, token, begun.longest()));
    }

    private static List<ProblemView> passwordProblems(SetUp entered, Locale locale) {
        Optional<Answer> unfit = AccessRoutes.unfit(entered.password().orElse(Secret.of("")));
        return unfit.map(Answer::body)
                .map(Answer.Body.Failure.class::cast)
                .map(failure -> failure.error().view(locale, failure.arguments()))
                .map(view ->
                        new ProblemView("/password", "", view.text(), view.id(), view.arguments()))
                .map(List::of)
                .orElse(List.of());
    }

    private List<ProblemView> lineProblems(String candidate, Locale locale) {
        return switch (control.config().check(candidate)) {
            case Reading.Accepted _ -> List.of();
            case Reading.Refused(List<Problem> problems) ->
                    problems.stream().map(p -> lineProblem(p, locale)).toList();
        };
    }

    private static ProblemView lineProblem(Problem problem, Locale locale) {
        ProblemView view = ProblemView.of(problem, locale);
        return view.pointer().startsWith(UPLINK)
                ? view.at("/uplink/" + view.pointer().substring(UPLINK.length()))
                : view;
    }

    /** The configuration in force with this user and password on its first line. */
    private String candidate(Line line) {
        ObjectNode tree = (ObjectNode) ApiJson.MAPPER.readTree(control.config().json());
        enter(line, tree);
        return tree.toString();
    }

    private static void enter(Line line, ObjectNode tree) {
        ArrayNode uplinks =
                tree.get("uplinks") instanceof ArrayNode there ? there : tree.putArray("uplinks");
        ObjectNode first = uplinks.get(0) instanceof ObjectNode there ? there : uplinks.addObject();
        first.put("user", line.user());
        first.put("password", line.password().reveal());
    }

    /** Brings it into force; says so when it was turned down right away. */
    private Optional<Answer> apply(Line line, Call call) {
        CompletableFuture<ChangeOutcome> outcome =
                CompletableFuture.supplyAsync(
                        () -> enforce(line), task -> Thread.ofVirtual().name("set-up").start(task));
        outcome.whenComplete((done, failure) -> log(done, failure));
        try {
            return refusal(outcome.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS), call.locale());
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(Answer.error(ApiError.INTERNAL));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(Answer.error(ApiError.INTERNAL));
        }
    }

    /**
     * Nothing can be worse than before on a box without a line, so that nothing is waited for: it
     * is kept as soon as it is in force, and the next try at the line's password finds no change
     * still watched.
     */
    private ChangeOutcome enforce(Line line) {
        ChangeOutcome tried =
                control.config()
                        .edit(tree -> enter(line, tree), "set-up", Confirmation.within(TRIAL));
        return tried instanceof ChangeOutcome.OnTrial ? control.config().confirm() : tried;
    }

    private static Optional<Answer> refusal(ChangeOutcome outcome, Locale locale) {
        return switch (outcome) {
            case ChangeOutcome.Kept _, ChangeOutcome.OnTrial _, ChangeOutcome.Unchanged _ ->
                    Optional.empty();
            case ChangeOutcome.Busy _ -> Optional.of(Answer.error(ApiError.CHANGE_RUNNING));
            case ChangeOutcome.Undone _,
                    ChangeOutcome.Failed _,
                    ChangeOutcome.Refused _,
                    ChangeOutcome.Outdated _,
                    ChangeOutcome.NothingThere _ ->
                    Optional.of(Answer.error(ApiError.NOT_APPLIED, outcome.text(locale)));
        };
    }

    private static void log(@Nullable ChangeOutcome done, @Nullable Throwable failure) {
        if (done == null) {
            Logger.error(failure, "set-up not applied");
        } else {
            Logger.info("set-up: {}", done.text(Locale.ENGLISH));
        }
    }
}
