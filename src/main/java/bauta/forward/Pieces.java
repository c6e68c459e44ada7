package bauta.forward;

/**
 * What deals with packets in pieces.
 *
 * @param fromInside datagrams in pieces of the inside
 * @param fromOutside those of the uplinks, apart, so that nobody outside fills the table of the
 *     house
 * @param fragmenter cuts what is too long
 */
record Pieces(Fragments fromInside, Fragments fromOutside, Fragmenter fragmenter) {}
