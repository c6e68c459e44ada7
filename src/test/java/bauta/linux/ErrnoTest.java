package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the kernel says no to reaches the caller with the call and the number. */
class ErrnoTest {
    @Test
    void aFailedCallCarriesItsNameAndErrno() {
        assertThatThrownBy(() -> Interfaces.index("no-such-device"))
                .isInstanceOfSatisfying(
                        LinuxException.class,
                        e -> {
                            assertThat(e.errno()).isEqualTo(Errno.ENODEV);
                            assertThat(e.call()).contains("no-such-device");
                            assertThat(e).hasMessageContaining("ENODEV");
                        });
    }

    @Test
    void errnoIsThatOfTheCallAndNotOfALaterOne() {
        assertThat(Libc.close(-1)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.ioctl(-1, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(Libc.open(Libc.string(java.lang.foreign.Arena.ofAuto(), "/no/such/file"), 0))
                .isEqualTo(-Errno.ENOENT);
    }

    @Test
    void numbersWithoutANameAreShownAsNumbers() {
        assertThat(Errno.name(Errno.EBUSY)).isEqualTo("EBUSY");
        assertThat(Errno.name(74)).isEqualTo("errno 74");
    }

    @Test
    void theLoopbackInterfaceIsTheFirst() {
        assertThat(Interfaces.index("lo")).isEqualTo(1);
        assertThat(Interfaces.indexOrZero("no-such-device")).isZero();
    }
}
