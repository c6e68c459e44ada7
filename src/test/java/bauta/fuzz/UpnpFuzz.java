package bauta.fuzz;

import bauta.service.mapping.upnp.UpnpDoor;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Any bytes are a call of an action, or a search, or are refused. */
@Tag("fuzz")
class UpnpFuzz {
    @FuzzTest
    void call(byte[] bytes) {
        UpnpDoor.call(bytes);
    }

    @FuzzTest
    void search(byte[] bytes) {
        UpnpDoor.search(bytes);
    }
}
