package bauta.forward;

/** One direction, as fragments need it: who decides, and who sends. */
interface FragmentWay {
    /**
     * Decides about a packet with a transport header.
     *
     * @return the node of its flow; or {@link bauta.flow.FlowTable#NONE}, and the packet is ended
     */
    int admit(Packet packet);

    /** Sends a packet of a flow, or ends it. */
    void pass(Packet packet, int node);
}
