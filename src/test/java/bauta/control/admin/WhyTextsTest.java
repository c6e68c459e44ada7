package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.admin.traffic.Check;
import bauta.control.admin.traffic.WhyTexts;
import bauta.control.admin.traffic.WhyView;
import bauta.control.words.Words;
import bauta.engine.DropReason;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyStage;
import bauta.forward.WhyStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the path says about a packet, in words. */
class WhyTextsTest {
    private static WhyStep passed(WhyStage stage, String... arguments) {
        return new WhyStep(stage, true, DropReason.NONE, Optional.empty(), List.of(arguments));
    }

    @Test
    void everyStageAndEveryFateHasWords() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
            for (WhyStage stage : WhyStage.values()) {
                for (WhyStep step : List.of(passed(stage), passed(stage, "x"))) {
                    Check check =
                            new WhyTexts(locale)
                                    .checks(answer(WhyAnswer.Fate.TO_LAN, DropReason.NONE, step))
                                    .getFirst();
                    assertThat(check.label()).doesNotContain("why.");
                    assertThat(check.text()).as("%s", stage).doesNotContain("why.");
                }
            }
            for (WhyAnswer.Fate fate : WhyAnswer.Fate.values()) {
                assertThat(
                                new WhyTexts(locale)
                                        .view("p", "home", answer(fate, DropReason.NONE))
                                        .verdict())
                        .doesNotContain("why.");
            }
        }
    }

    @Test
    void everyAdviceIsAboutAReason() {
        List<String> reasons =
                List.of(DropReason.values()).stream()
                        .map(r -> "why.advice." + Words.dropId(r).replace("drop.", ""))
                        .toList();
        assertThat(
                        Words.all(Locale.ENGLISH).keySet().stream()
                                .filter(id -> id.startsWith("why.advice."))
                                .filter(id -> !id.equals("why.advice.held")))
                .isSubsetOf(reasons);
    }

    private static WhyAnswer answer(WhyAnswer.Fate fate, DropReason reason, WhyStep... steps) {
        return new WhyAnswer(fate, reason, Optional.empty(), List.of(steps));
    }

    @Test
    void theRuleThatDecidedIsNamedWithWhatToDo() {
        WhyView view =
                new WhyTexts(Locale.ENGLISH)
                        .view(
                                "TCP a -> b",
                                "home",
                                new WhyAnswer(
                                        WhyAnswer.Fate.REJECTED,
                                        DropReason.FIREWALL_RULE,
                                        Optional.of("no-x"),
                                        List.of(
                                                passed(WhyStage.READ),
                                                new WhyStep(
                                                        WhyStage.FIREWALL,
                                                        false,
                                                        DropReason.FIREWALL_RULE,
                                                        Optional.of("no-x"),
                                                        List.of()))));
        assertThat(view.verdict())
                .isEqualTo(
                        "It is refused, and the sender is told: A firewall rule says so. Decided by"
                                + " rule no-x.");
        assertThat(view.advice().orElseThrow()).contains("rule no-x in /rules");
        assertThat(view.reason()).contains("FIREWALL_RULE");
        assertThat(view.steps().getLast().mark()).isEqualTo(Check.Mark.STOP);
        assertThat(view.steps().getLast().text()).isEqualTo("rule no-x: A firewall rule says so");
    }

    /** The one to change is the rule with the limit, not the one that stopped the packet. */
    @Test
    void aLimitThatIsUsedUpIsNamed() {
        WhyTexts texts = new WhyTexts(Locale.ENGLISH);
        WhyView stopped =
                texts.view("p", "home", limited(false, DropReason.FIREWALL_RATE_LIMIT, "no-more"));
        assertThat(stopped.advice()).get().asString().contains("the limit of rule few");
        assertThat(stopped.steps().getLast().text()).startsWith("rule no-more: More often than");
        WhyView passed = texts.view("p", "home", limited(true, DropReason.NONE, "others"));
        assertThat(passed.steps().getLast().text())
                .isEqualTo("the limit of rule few is used up for now; rule others lets it pass");
    }

    private static WhyAnswer limited(boolean passes, DropReason reason, String rule) {
        return new WhyAnswer(
                passes ? WhyAnswer.Fate.TO_LAN : WhyAnswer.Fate.DROPPED,
                reason,
                Optional.of(rule),
                List.of(
                        new WhyStep(
                                WhyStage.FIREWALL,
                                passes,
                                reason,
                                Optional.of(rule),
                                List.of("few"))));
    }

    @Test
    void aHostThatHasNotAnsweredIsNamed() {
        WhyView view =
                new WhyTexts(Locale.ENGLISH)
                        .view(
                                "p",
                                "internet",
                                answer(
                                        WhyAnswer.Fate.HELD,
                                        DropReason.NONE,
                                        new WhyStep(
                                                WhyStage.NEIGHBOUR,
                                                false,
                                                DropReason.NONE,
                                                Optional.empty(),
                                                List.of("192.168.87.20"))));
        assertThat(view.verdict()).contains("192.168.87.20");
        assertThat(view.advice().orElseThrow()).contains("bauta leases");
    }

    @Test
    void whatAForwardLetsInIsDecidedByIt() {
        WhyView view =
                new WhyTexts(Locale.ENGLISH)
                        .view(
                                "p",
                                "internet",
                                new WhyAnswer(
                                        WhyAnswer.Fate.TO_LAN,
                                        DropReason.NONE,
                                        Optional.of("default-wan-drop"),
                                        List.of(
                                                new WhyStep(
                                                        WhyStage.FORWARD,
                                                        true,
                                                        DropReason.NONE,
                                                        Optional.of("web"),
                                                        List.of("192.168.87.20:80")),
                                                new WhyStep(
                                                        WhyStage.FIREWALL,
                                                        true,
                                                        DropReason.NONE,
                                                        Optional.of("default-wan-drop"),
                                                        List.of()),
                                                passed(WhyStage.OUT, "192.168.87.20"))));
        assertThat(view.rule()).contains("web");
        assertThat(view.verdict())
                .isEqualTo("It reaches 192.168.87.20 in the house. Decided by rule web.");
        assertThat(view.steps().get(1).text()).isEqualTo("no rule of yours refuses what is let in");
    }
}
