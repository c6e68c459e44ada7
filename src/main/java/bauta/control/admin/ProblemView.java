package bauta.control.admin;

import bauta.control.config.Problem;
import java.util.List;
import java.util.Locale;

/**
 * One thing wrong with what was sent.
 *
 * @param pointer where, as an RFC 6901 pointer
 * @param value what stands there; never a secret
 * @param text what is wrong, in the language of the client
 * @param id message id of the text
 * @param arguments what the text speaks of
 */
record ProblemView(String pointer, String value, String text, String id, List<String> arguments) {
    ProblemView {
        arguments = List.copyOf(arguments);
    }

    /** Everything that is wrong. */
    record Problems(List<ProblemView> problems) {
        Problems {
            problems = List.copyOf(problems);
        }
    }

    static ProblemView of(Problem problem, Locale locale) {
        return new ProblemView(
                problem.pointer(),
                problem.value(),
                problem.text(locale),
                problem.id(),
                problem.arguments(locale));
    }

    ProblemView at(String other) {
        return new ProblemView(other, value, text, id, arguments);
    }
}
