package bauta.forward;

import bauta.engine.HotPath;
import bauta.flow.FlowTable;

/** Who decides about a packet, and who sends it, be it whole or in pieces. */
interface FragmentWay {
    /** Takes a packet that has been read, with its ownership. */
    @HotPath
    default void forward(Packet packet) {
        if (packet.fragment) {
            if (!takesPiece(packet)) {
                fragments(packet).receive(packet, this);
            }
            return;
        }
        int node = admit(packet);
        if (node != FlowTable.NONE) {
            pass(packet, node);
        }
    }

    /** Returns the datagrams in pieces of the direction that a packet goes. */
    @HotPath
    Fragments fragments(Packet packet);

    /**
     * Takes a piece whose way needs no flow.
     *
     * @return whether it was taken; else the datagram's first piece decides
     */
    @HotPath
    boolean takesPiece(Packet packet);

    /**
     * Decides about a packet with a transport header.
     *
     * @return the node of its flow; or {@link FlowTable#NONE}, and the packet is ended
     */
    @HotPath
    int admit(Packet packet);

    /** Sends a packet of a flow, or ends it. */
    @HotPath
    void pass(Packet packet, int node);
}
