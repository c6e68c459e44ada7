package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Pointers of RFC 6901, and what is done at them. */
class PointerTest {
    private static final int ROUNDS = 20_000;
    private static final String[] TOKENS = {
        "uplinks",
        "networks",
        "0",
        "1",
        "-",
        "01",
        "-1",
        "99999999999",
        "dhcp",
        "lease",
        "pool",
        "start",
        "dns",
        "names",
        "",
        "~",
        "~0",
        "~1",
        "~2",
        "a b",
        "echo",
        "ports",
        "wan",
        "null"
    };

    @Test
    void textsBecomePointers() {
        assertThat(Pointer.parse("")).hasValue(new Pointer(List.of()));
        assertThat(Pointer.parse("/")).hasValue(new Pointer(List.of("")));
        assertThat(Pointer.parse("/a/0")).hasValue(new Pointer(List.of("a", "0")));
        assertThat(Pointer.parse("/a~1b/m~0n/~01"))
                .hasValue(new Pointer(List.of("a/b", "m~n", "~1")));
        for (String wrong : List.of("a", "a/b", "/~", "/a~2", "/~a", "#/a", "\n/a")) {
            assertThat(Pointer.parse(wrong)).as(wrong).isEmpty();
        }
    }

    /** Whatever is asked for at whatever place: an answer, and what was set is found. */
    @Test
    void nothingIsThrownAtAnyPlace() {
        long seed = Long.getLong("bauta.seed", System.nanoTime());
        System.out.println("PointerTest: -Dbauta.seed=" + seed);
        Random random = new Random(seed);
        Edit edit = new Edit(Config.SHAPE);
        int done = 0;
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
                text.append('/').append(TOKENS[random.nextInt(TOKENS.length)]);
            }
            Optional<Pointer> at = Pointer.parse(text.toString());
            ObjectNode tree = (ObjectNode) Json.read(ConfigStoreTest.json(1400));
            if (at.isPresent() && edit.set(tree, at.get(), Json.read("\"x\""))) {
                done++;
                assertThat(Edit.find(edit.whole(tree), at.get())).as("%s", text).isNotNull();
                if (!text.toString().endsWith("-")) {
                    assertThat(edit.remove(tree, at.get())).as("%s", text).isTrue();
                }
            }
        }
        assertThat(done).isGreaterThan(ROUNDS / 50);
        assertThat(Arrays.asList(TOKENS)).doesNotHaveDuplicates();
    }

    @Test
    void aMissingWayIsMadeOfTheDefaults() {
        ObjectNode tree = (ObjectNode) Json.read("{\"schema-version\": 2}");
        Edit edit = new Edit(Config.SHAPE);
        Pointer lease = Pointer.parse("/networks/0/dhcp/lease").orElseThrow();
        assertThat(edit.set(tree, lease, Json.read("\"8h\""))).isTrue();
        assertThat(tree.get("networks").toString()).isEqualTo("[{\"dhcp\":{\"lease\":\"8h\"}}]");
        Pointer second = Pointer.parse("/networks/1/dhcp/lease").orElseThrow();
        assertThat(edit.set(tree, second, Json.read("\"8h\""))).isFalse();
        assertThat(edit.remove(tree, lease)).isTrue();
        assertThat(edit.remove(tree, lease)).isFalse();
    }
}
