/**
 * The gateway for VDOLive, video on demand over UDP that is asked for over TCP. There is no RFC.
 * Start reading at {@link bauta.alg.vdolive.VdoliveAlg}.
 */
@NullMarked
package bauta.alg.vdolive;

import org.jspecify.annotations.NullMarked;
