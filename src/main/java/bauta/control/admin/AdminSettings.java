package bauta.control.admin;

import java.nio.file.Path;

/**
 * What the admin server is made of.
 *
 * @param socket path of the Unix socket; a left-over of an earlier run is replaced
 * @param data folder for the password, tokens and certificate; made when missing
 * @param version of the software
 */
public record AdminSettings(Path socket, Path data, String version) {}
