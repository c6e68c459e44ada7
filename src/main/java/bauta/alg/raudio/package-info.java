/**
 * The gateway for media that is asked for over TCP and sent over UDP: RTSP 1.0 (RFC 2326), and the
 * hello of RealAudio's PNA, of which there is no RFC. Start reading at {@link
 * bauta.alg.raudio.RaudioAlg}; the parsers are {@link bauta.alg.raudio.RtspHead} and {@link
 * bauta.alg.raudio.RtspTransport}.
 */
@NullMarked
package bauta.alg.raudio;

import org.jspecify.annotations.NullMarked;
