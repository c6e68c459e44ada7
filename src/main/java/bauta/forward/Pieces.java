package bauta.forward;

/**
 * What deals with datagrams in pieces.
 *
 * @param fragments those that come in pieces
 * @param fragmenter those that leave in pieces
 */
record Pieces(Fragments fragments, Fragmenter fragmenter) {}
