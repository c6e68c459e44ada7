/**
 * The gateway for FTP (RFC 959, RFC 2428): reads PORT, EPRT and the answers to PASV and EPSV, and
 * lets in the one data connection that they announce. It leaves alone what is encrypted (RFC 4217).
 * Start reading at {@link bauta.alg.ftp.FtpAlg}.
 */
@NullMarked
package bauta.alg.ftp;

import org.jspecify.annotations.NullMarked;
