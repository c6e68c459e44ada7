/**
 * The gateway for the network protocol of the first Quake: a server accepts a player at port 26000
 * and names another of its ports for the game. There is no RFC. Later games of the family keep one
 * port and need no gateway. Start reading at {@link bauta.alg.quake.QuakeAlg}.
 */
@NullMarked
package bauta.alg.quake;

import org.jspecify.annotations.NullMarked;
