package bauta.control.config.rules;

/**
 * One entry of a list of networks or uplinks; an exception takes away from what the others give.
 *
 * @param except whether it is an exception
 * @param name of the network or uplink
 */
public record NameTerm(boolean except, String name) {
    @Override
    public String toString() {
        return except ? "!" + name : name;
    }
}
