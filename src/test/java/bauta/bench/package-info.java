/**
 * Benches: how many packets per second the router forwards beside what the kernel does in the same
 * lab, how long it takes to come up, how much memory it keeps. A frame generator and a sink, both
 * XDP programs of {@code src/test/bpf}, stand in namespaces of the run on either side of the
 * router; nothing here talks to an address outside them. A bench measures and reports, it never
 * fails for being slow: only for frames that were forwarded wrong. Start reading at {@link
 * bauta.bench.PacketRate}.
 */
@NullMarked
package bauta.bench;

import org.jspecify.annotations.NullMarked;
