package bauta.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What may become the configuration. */
sealed interface Candidate {
    /**
     * It can be used.
     *
     * @param written in the newest form, with the secrets that are there
     */
    record Usable(Written written) implements Candidate {}

    /**
     * It cannot.
     *
     * @param problems everything that is wrong
     */
    record Unusable(List<Problem> problems) implements Candidate {}

    /**
     * Reads a text.
     *
     * @param json in UTF-8, of any form that is known
     * @param board gives the ports where the text does not
     * @param there what is in force, for the secrets that are masked
     */
    static Candidate read(byte[] json, Board board, Optional<ObjectNode> there) {
        List<Problem> found = new ArrayList<>();
        return Json.read(json, found)
                .map(tree -> of(tree, board, there))
                .orElseGet(() -> new Unusable(List.copyOf(found)));
    }

    /**
     * Judges a tree.
     *
     * @param tree of any form that is known; left alone
     * @param board gives the ports where the tree does not
     * @param there what is in force, for the secrets that are masked
     */
    static Candidate of(JsonNode tree, Board board, Optional<ObjectNode> there) {
        Migrated migrated = Migrations.migrate(tree);
        Problems problems = new Problems();
        Site root = new Site("", problems);
        if (migrated.tree() instanceof ObjectNode object) {
            Secrets.keep(object, there.orElseGet(() -> (ObjectNode) Json.read("{}")))
                    .forEach(pointer -> unknown(pointer, problems));
        }
        Optional<Config> config = Config.shape(board).bind(migrated.tree(), root);
        return config.isPresent() && problems.found().isEmpty()
                ? new Usable(new Written((ObjectNode) migrated.tree(), config.get()))
                : new Unusable(migrated.problems(problems.found()));
    }

    private static void unknown(String pointer, Problems problems) {
        problems.add(new Problem(pointer, SecretKind.MASK, ProblemId.SECRET_UNKNOWN.with()));
    }
}
