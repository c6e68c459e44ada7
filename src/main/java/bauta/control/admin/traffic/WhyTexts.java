package bauta.control.admin.traffic;

import bauta.control.words.Words;
import bauta.engine.DropReason;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyStage;
import bauta.forward.WhyStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts what the path says about a packet into words. */
public final class WhyTexts {
    private static final String STANDING = "default-";

    private final Locale locale;

    /**
     * Speaks a language.
     *
     * @param locale English or Japanese; others get English
     */
    public WhyTexts(Locale locale) {
        this.locale = locale;
    }

    /**
     * Returns the view of an answer.
     *
     * @param packet the packet in one line
     * @param from where it comes in
     * @param answer of the path
     */
    public WhyView view(String packet, String from, WhyAnswer answer) {
        Optional<String> reason = name(answer.reason());
        return new WhyView(
                packet,
                from,
                answer.fate().name(),
                reason,
                rule(answer),
                verdict(answer),
                advice(answer),
                checks(answer));
    }

    /** What a forward or a lease lets in has not passed by a standing rule. */
    private Optional<String> rule(WhyAnswer answer) {
        Optional<String> forward =
                answer.steps().stream()
                        .filter(step -> leads(step.stage()) && step.passed())
                        .flatMap(step -> step.rule().stream())
                        .findFirst();
        return forward.isPresent() && answer.rule().filter(this::isStanding).isPresent()
                ? forward
                : answer.rule();
    }

    private static boolean leads(WhyStage stage) {
        return stage == WhyStage.FORWARD || stage == WhyStage.MAPPING;
    }

    /** Returns what each stage says. */
    public List<Check> checks(WhyAnswer answer) {
        return answer.steps().stream().map(this::check).toList();
    }

    private Check check(WhyStep step) {
        String stage = word(step.stage().name());
        return new Check(
                stage,
                step.passed() ? Check.Mark.OK : Check.Mark.STOP,
                Words.text(locale, "why.stage." + stage),
                text(step, stage),
                name(step.reason()),
                step.rule());
    }

    private String text(WhyStep step, String stage) {
        String found =
                step.stage() == WhyStage.FLOW
                        ? state(String.join("", step.arguments()))
                        : String.join(", ", step.arguments());
        if (!step.passed() && step.reason() != DropReason.NONE) {
            String why = drop(step.reason());
            return step.rule().map(rule -> Words.text(locale, "why.by", rule, why)).orElse(why);
        }
        if (!step.passed()) {
            return Words.text(locale, "why.neighbour.unknown", found);
        }
        if (step.stage() == WhyStage.FIREWALL) {
            return found.isEmpty()
                    ? firewall(step)
                    : Words.text(locale, "why.firewall.used-up", found, firewall(step));
        }
        String with = "why." + stage + ".rule";
        if (step.rule().isPresent() && Words.has(with)) {
            return Words.text(locale, with, step.rule().get(), found);
        }
        String some = "why." + stage + ".found";
        return found.isEmpty() || !Words.has(some)
                ? Words.text(locale, "why." + stage + ".passed")
                : Words.text(locale, some, found);
    }

    private String firewall(WhyStep step) {
        String rule = step.rule().orElse("");
        if (rule.isEmpty()) {
            return Words.text(locale, "why.firewall.passed");
        }
        if (!isStanding(rule)) {
            return Words.text(locale, "why.firewall.rule", rule);
        }
        boolean invited = rule.endsWith("-drop") || rule.endsWith("-reject");
        return invited
                ? Words.text(locale, "why.firewall.invited")
                : Words.text(locale, "why.firewall.standing", rule);
    }

    private String state(String name) {
        String id = "flow.state." + word(name);
        return Words.has(id) ? Words.text(locale, id) : name;
    }

    private boolean isStanding(String rule) {
        return rule.startsWith(STANDING);
    }

    private String drop(DropReason reason) {
        return Words.text(locale, Words.dropId(reason));
    }

    private String verdict(WhyAnswer answer) {
        String where =
                answer.steps().isEmpty()
                        ? ""
                        : String.join(", ", answer.steps().getLast().arguments());
        String what = answer.reason() == DropReason.NONE ? where : drop(answer.reason());
        String fate = Words.text(locale, "why.fate." + word(answer.fate().name()), what);
        return rule(answer).map(rule -> Words.text(locale, "why.decided", fate, rule)).orElse(fate);
    }

    private Optional<String> advice(WhyAnswer answer) {
        String about = answer.fate() == WhyAnswer.Fate.HELD ? "held" : word(answer.reason().name());
        String id = "why.advice." + about;
        return Words.has(id)
                ? Optional.of(Words.text(locale, id, culprit(answer)))
                : Optional.empty();
    }

    /** The rule that could be changed: of a limit the one that has it, not the one that follows. */
    private static String culprit(WhyAnswer answer) {
        return answer.steps().stream()
                .filter(step -> step.reason() == DropReason.FIREWALL_RATE_LIMIT)
                .flatMap(step -> step.arguments().stream())
                .findFirst()
                .orElse(answer.rule().orElse(""));
    }

    private static Optional<String> name(DropReason reason) {
        return reason == DropReason.NONE ? Optional.empty() : Optional.of(reason.name());
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
