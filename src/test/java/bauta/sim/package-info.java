/**
 * The router's path in a seeded simulation: the real {@link bauta.forward.ForwardingPath} between
 * memory ports, with virtual time, hosts of the house, peers outside, a lossy line, and enemies. An
 * oracle written from the RFCs (4787, 5382, 5508, 1812, 5961), which shares no code with the
 * router, looks at every packet that goes in and comes out. One seed is one run, and the same each
 * time. Start reading at {@link bauta.sim.Simulation}; the rules are in {@link bauta.sim.Oracle}.
 */
@NullMarked
package bauta.sim;

import org.jspecify.annotations.NullMarked;
