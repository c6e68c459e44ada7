package bauta.link;

import java.util.List;

/**
 * What people see of the link layer.
 *
 * @param frames frames in the pool
 * @param freeFrames of them free now
 * @param ports every port, in the order of opening
 * @param kernelSettings what was set in the kernel, one line each: what, before, now
 */
public record LinkStatus(
        int frames, int freeFrames, List<PortStatus> ports, List<String> kernelSettings) {
    /** Keeps copies. */
    public LinkStatus {
        ports = List.copyOf(ports);
        kernelSettings = List.copyOf(kernelSettings);
    }
}
