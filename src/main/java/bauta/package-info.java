/**
 * The router process: {@link bauta.Main} understands the command line, {@link bauta.Router} reads
 * the configuration, builds the graph of all parts, starts and stops it. Nothing else lives here.
 */
@NullMarked
package bauta;

import org.jspecify.annotations.NullMarked;
