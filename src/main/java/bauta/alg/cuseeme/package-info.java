/**
 * The gateway for CU-SeeMe, video conferences over UDP whose datagrams carry the addresses of both
 * ends. There is no RFC; the fields are those of the protocol notes of 1996. Start reading at
 * {@link bauta.alg.cuseeme.CuseemeAlg}.
 */
@NullMarked
package bauta.alg.cuseeme;

import org.jspecify.annotations.NullMarked;
