package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DifferencesTest {
    private record Case(String before, String after, List<String> differences) {
        Case(String before, String after, String... differences) {
            this(before, after, List.of(differences));
        }
    }

    private static final List<Case> CASES =
            List.of(
                    new Case("{\"a\": 1}", "{\"a\": 1}"),
                    new Case("{\"a\": 1}", "{\"a\": 2}", "/a: 1 -> 2"),
                    new Case("{}", "{\"a\": {\"b\": 2}}", "/a:  -> {\"b\":2}"),
                    new Case("{\"a/b\": {\"c~\": 1}}", "{\"a/b\": {}}", "/a~1b/c~0: 1 -> "),
                    new Case("{\"a\": {}}", "{\"a\": []}", "/a: {} -> []"),
                    new Case("{\"a\": [1, 2]}", "{\"a\": [1, 2, 3]}", "/a/2:  -> 3"),
                    new Case("{\"a\": [1, 2]}", "{\"a\": [2]}", "/a/0: 1 -> "),
                    new Case("{\"a\": [1, 2]}", "{\"a\": [2, 1]}", "/a: [1,2] -> [2,1]"),
                    new Case("{\"a\": [1, 1]}", "{\"a\": [1]}", "/a: [1,1] -> [1]"),
                    new Case(
                            "{\"a\": [{\"x\": 1}, {\"x\": 2}]}",
                            "{\"a\": [{\"x\": 1}, {\"x\": 3}]}",
                            "/a/1/x: 2 -> 3"),
                    new Case(
                            "{\"a\": [{\"name\": \"p\", \"x\": 1}, {\"name\": \"q\"}]}",
                            "{\"a\": [{\"name\": \"o\"}, {\"name\": \"p\", \"x\": 2}]}",
                            "/a/0:  -> {\"name\":\"o\"}",
                            "/a/1/x: 1 -> 2",
                            "/a/1: {\"name\":\"q\"} -> "),
                    new Case(
                            "{\"rules\": [{\"id\": \"a\", \"name\": \"x\"}, {\"id\": \"b\"}]}",
                            "{\"rules\": [{\"id\": \"c\", \"name\": \"x\"}, {\"id\": \"b\", \"y\": 1}]}",
                            "/rules/0:  -> {\"id\":\"c\",\"name\":\"x\"}",
                            "/rules/1/y:  -> 1",
                            "/rules/0: {\"id\":\"a\",\"name\":\"x\"} -> "),
                    new Case(
                            "{\"rules\": [{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"c\"}]}",
                            "{\"rules\": [{\"id\": \"b\"}, {\"id\": \"a\", \"y\": 1}]}",
                            "/rules: [a, b] -> [b, a]",
                            "/rules/1/y:  -> 1",
                            "/rules/2: {\"id\":\"c\"} -> "),
                    new Case(
                            "{\"uplinks\": [{\"password\": \"hunter1\"}]}",
                            "{\"uplinks\": [{\"password\": \"hunter2\"}]}",
                            "/uplinks/0/password: \"***\" -> \"***\""),
                    new Case(
                            "{}",
                            "{\"uplinks\": [{\"password\": \"hunter2\"}]}",
                            "/uplinks:  -> [{\"password\":\"***\"}]"));

    @Test
    void everyPlaceThatDiffersIsNamed() {
        for (Case row : CASES) {
            List<String> found =
                    Differences.between(tree(row.before()), tree(row.after())).stream()
                            .map(d ->
                                    d.pointer()
                                            + ": "
                                            + d.before().orElse("")
                                            + " -> "
                                            + d.after().orElse(""))
                            .toList();
            assertThat(found).as(row.toString()).isEqualTo(row.differences());
        }
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) Json.read(json);
    }
}
