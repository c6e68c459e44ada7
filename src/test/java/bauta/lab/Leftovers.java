package bauta.lab;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs leave behind when they are killed: namespaces named after their process id, and the
 * programs inside those. Only namespaces whose run is dead are touched.
 */
final class Leftovers {
    private static final Pattern OF_A_RUN = Pattern.compile("b(\\d+)-(isp|router|switch|lan\\d+)");

    private Leftovers() {}

    /** Removes what dead runs left. */
    static void remove() {
        for (String line : Command.must(List.of("ip", "netns", "list")).lines().toList()) {
            Matcher name = OF_A_RUN.matcher(line.split(" ", 2)[0]);
            if (name.matches() && dead(Long.parseLong(name.group(1)))) {
                var namespace = new Namespace(name.group());
                LanHost.forget(namespace);
                remove(namespace);
            }
        }
    }

    private static boolean dead(long pid) {
        Optional<ProcessHandle> owner = ProcessHandle.of(pid);
        return owner.isEmpty() || !owner.get().isAlive() || pid == ProcessHandle.current().pid();
    }

    /** Ends the programs inside a namespace of ours, which are ours too, and deletes it. */
    static void remove(Namespace namespace) {
        for (long pid : namespace.pids()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        namespace.delete();
    }
}
