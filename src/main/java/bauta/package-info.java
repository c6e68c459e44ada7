/**
 * The router process: {@link bauta.Main} understands the command line, {@link bauta.Router} builds
 * the graph of all parts, starts and stops it. {@code Settings} resolves the configuration into the
 * settings of each package, {@code DataPlane} connects what lives on the router loop, {@code Line}
 * ties an uplink to the rest, {@code Services} opens DNS and DHCP. Nothing else lives here.
 */
@NullMarked
package bauta;

import org.jspecify.annotations.NullMarked;
