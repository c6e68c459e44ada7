package bauta.control.admin;

import bauta.control.admin.ProblemView.Problems;
import bauta.control.config.ChangeOutcome;
import bauta.control.config.ChangeStatus;
import bauta.control.config.ConfigDesk;
import bauta.control.config.ConfigSchema;
import bauta.control.config.Confirmation;
import bauta.control.config.Difference;
import bauta.control.config.Message;
import bauta.control.config.Problem;
import bauta.control.config.Reading;
import bauta.control.config.Revision;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** The configuration: looked at, checked, changed, confirmed, undone. */
final class ConfigRoutes {
    private static final int UNPROCESSABLE = 422;
    private static final int CONFLICT = 409;
    private static final String BASED_ON = "based-on";
    private static final String CONFIRM = "confirm-within";

    private final Control control;

    ConfigRoutes(Control control) {
        this.control = control;
    }

    /** To set one value; without one, or with null, which no key takes, to remove it. */
    record Patch(String pointer, Optional<JsonNode> value) {
        /** Jackson gives a null node for a key that is not there. */
        Patch {
            value = value.filter(node -> !node.isNull());
        }
    }

    /** What came of a change. */
    record Outcome(
            String outcome,
            String id,
            List<String> arguments,
            String text,
            Optional<Integer> revision,
            Optional<Long> leftMillis,
            List<Difference> differences) {}

    /** Where two configurations differ. */
    record Differences(List<Difference> differences) {}

    /** The revisions that are kept. */
    record History(List<RevisionView> revisions) {}

    /** A revision that is kept. */
    record RevisionView(int number, String kept, String author) {}

    /** Where the change stands that is going on. */
    record Change(
            String stage,
            int revision,
            String author,
            List<Difference> differences,
            Optional<Long> leftMillis,
            Optional<String> lastText) {
        static Change of(ChangeStatus status, Locale locale) {
            return new Change(
                    status.stage().name(),
                    status.revision(),
                    status.author(),
                    status.differences(),
                    status.leftMillis(),
                    status.lastText(locale));
        }
    }

    List<Route> routes() {
        String path = "/api/v1/config";
        return List.of(
                Route.get(path, "The configuration, secrets masked", JsonNode.class, this::whole),
                Route.get(path + "/value", "One value of it", JsonNode.class, this::value)
                        .query("pointer", "string", "RFC 6901"),
                changing("PUT", path, "Change all of it", this::put)
                        .takes(JsonNode.class)
                        .query(
                                BASED_ON,
                                "integer",
                                "The revision that it was made from: refused when another is kept"),
                changing("PATCH", path, "Change one value", this::patch).takes(Patch.class),
                Route.of("POST", path + "/check", "Look for problems", this::check)
                        .takes(JsonNode.class)
                        .gives(Problems.class),
                Route.of("POST", path + "/diff", "Compare with what is in force", this::diff)
                        .takes(JsonNode.class)
                        .gives(Differences.class),
                Route.of("POST", path + "/confirm", "Keep what is on trial", this::confirm)
                        .gives(Outcome.class),
                Route.of("POST", path + "/undo", "Go back", this::undo).gives(Outcome.class),
                Route.get(path + "/history", "What was kept", History.class, this::history),
                Route.get(path + "/schema", "JSON Schema of it", JsonNode.class, this::schema),
                Route.get(path + "/change", "The change going on", Change.class, this::change));
    }

    private static Route changing(
            String method, String path, String summary, Route.Handler handler) {
        return Route.of(method, path, summary, handler)
                .gives(Outcome.class)
                .query(
                        CONFIRM,
                        "integer",
                        "Seconds in which it must be confirmed; without it, it is kept as soon as"
                                + " the router proves healthy");
    }

    private ConfigDesk desk() {
        return control.config();
    }

    private Answer whole(Call call) {
        int revision = desk().revision();
        return json(desk().json()).with("ETag", "\"" + revision + "\"");
    }

    private static Answer json(String text) {
        return Answer.bytes(Route.Response.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer value(Call call) {
        String pointer = call.query("pointer").orElse("");
        return desk().get(pointer)
                .map(ConfigRoutes::json)
                .orElseGet(() -> Answer.error(ApiError.NO_SUCH_VALUE, pointer));
    }

    private static String text(Call call) {
        return new String(call.body(), StandardCharsets.UTF_8);
    }

    /** A change that is asked for, with when to keep it. */
    @FunctionalInterface
    private interface Asked {
        ChangeOutcome by(String author, Confirmation how);
    }

    private Answer changed(Call call, Asked asked) {
        Optional<Confirmation> how = how(call);
        return how.isEmpty()
                ? Answer.error(ApiError.BAD_PARAMETER, CONFIRM, call.query(CONFIRM).orElse(""))
                : answer(asked.by(call.caller().author(), how.get()), call.locale());
    }

    private static Optional<Confirmation> how(Call call) {
        Optional<String> seconds = call.query(CONFIRM);
        if (seconds.isEmpty()) {
            return Optional.of(Confirmation.keep());
        }
        try {
            return Optional.of(
                    Confirmation.within(Duration.ofSeconds(Integer.parseInt(seconds.get()))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer put(Call call) {
        Optional<OptionalInt> base = basedOn(call);
        return base.isEmpty()
                ? Answer.error(ApiError.BAD_PARAMETER, BASED_ON, call.query(BASED_ON).orElse(""))
                : changed(call, (author, how) -> desk().apply(text(call), author, how, base.get()));
    }

    private static Optional<OptionalInt> basedOn(Call call) {
        Optional<String> revision = call.query(BASED_ON);
        if (revision.isEmpty()) {
            return Optional.of(OptionalInt.empty());
        }
        try {
            return Optional.of(OptionalInt.of(Integer.parseInt(revision.get())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Answer schema(Call call) {
        return json(ConfigSchema.text(call.locale()));
    }

    private Answer patch(Call call) {
        Patch patch = call.read(Patch.class);
        return changed(
                call,
                (author, how) ->
                        patch.value().isPresent()
                                ? desk().set(
                                                patch.pointer(),
                                                patch.value().get().toString(),
                                                author,
                                                how)
                                : desk().remove(patch.pointer(), author, how));
    }

    private Answer check(Call call) {
        return switch (desk().check(text(call))) {
            case Reading.Accepted _ -> Answer.ok(new Problems(List.of()));
            case Reading.Refused(List<Problem> problems) -> refused(problems, call.locale());
        };
    }

    private static Answer refused(List<Problem> problems, Locale locale) {
        List<ProblemView> views = problems.stream().map(p -> ProblemView.of(p, locale)).toList();
        return Answer.of(UNPROCESSABLE, new Answer.Body.Json(new Problems(views)));
    }

    private Answer diff(Call call) {
        return Answer.ok(new Differences(desk().diff(text(call))));
    }

    private Answer confirm(Call call) {
        return answer(desk().confirm(), call.locale());
    }

    private Answer undo(Call call) {
        return answer(desk().undo(call.caller().author()), call.locale());
    }

    private Answer history(Call call) {
        return Answer.ok(new History(desk().history().stream().map(ConfigRoutes::view).toList()));
    }

    private static RevisionView view(Revision revision) {
        return new RevisionView(revision.number(), revision.kept().toString(), revision.author());
    }

    private Answer change(Call call) {
        return Answer.ok(Change.of(desk().status(), call.locale()));
    }

    private static Answer answer(ChangeOutcome outcome, Locale locale) {
        return switch (outcome) {
            case ChangeOutcome.Refused(List<Problem> problems) -> refused(problems, locale);
            case ChangeOutcome.Kept kept ->
                    Answer.ok(
                            view(
                                    "kept",
                                    kept,
                                    locale,
                                    Optional.of(kept.revision().number()),
                                    kept.differences()));
            case ChangeOutcome.OnTrial trial -> Answer.ok(onTrial(trial, locale));
            case ChangeOutcome.Unchanged same -> Answer.ok(plain("unchanged", same, locale));
            case ChangeOutcome.Undone undone -> conflict(plain("undone", undone, locale));
            case ChangeOutcome.Failed failed -> conflict(plain("failed", failed, locale));
            case ChangeOutcome.Busy busy -> conflict(plain("busy", busy, locale));
            case ChangeOutcome.Outdated old -> conflict(plain("outdated", old, locale));
            case ChangeOutcome.NothingThere none -> conflict(plain("nothing-there", none, locale));
        };
    }

    private static Answer conflict(Outcome outcome) {
        ApiError.ErrorView error =
                new ApiError.ErrorView(outcome.id(), outcome.arguments(), outcome.text());
        return Answer.of(CONFLICT, new Answer.Body.Json(new NotDone(outcome, error)));
    }

    /** What came of a change that was not kept: the outcome, and the same as an error. */
    record NotDone(@JsonUnwrapped Outcome outcome, ApiError.ErrorView error) {}

    private static Outcome plain(String name, ChangeOutcome outcome, Locale locale) {
        return view(name, outcome, locale, Optional.empty(), List.of());
    }

    private static Outcome onTrial(ChangeOutcome.OnTrial trial, Locale locale) {
        Outcome plain = view("on-trial", trial, locale, Optional.empty(), trial.differences());
        return new Outcome(
                plain.outcome(),
                plain.id(),
                plain.arguments(),
                plain.text(),
                Optional.empty(),
                Optional.of(trial.left().toMillis()),
                plain.differences());
    }

    private static Outcome view(
            String name,
            ChangeOutcome outcome,
            Locale locale,
            Optional<Integer> revision,
            List<Difference> differences) {
        Message message = outcome.message();
        return new Outcome(
                name,
                message.id(),
                message.arguments().stream().map(a -> shown(a, locale)).toList(),
                outcome.text(locale),
                revision,
                Optional.empty(),
                differences);
    }

    private static String shown(Object argument, Locale locale) {
        return argument instanceof Message inner ? inner.text(locale) : argument.toString();
    }
}
