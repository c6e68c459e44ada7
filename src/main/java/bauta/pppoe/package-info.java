/**
 * PPPoE (RFC 2516, RFC 4638): discovery as a pure machine, {@link bauta.pppoe.DiscoveryMachine},
 * and {@link bauta.pppoe.PppoeHandler}, the edge that takes the control frames of a WAN port, gives
 * each to the client it is for, and answers frames of unknown sessions by PADT. Start reading at
 * {@link bauta.pppoe.PppoeHandler}.
 */
@NullMarked
package bauta.pppoe;

import org.jspecify.annotations.NullMarked;
