package bauta;

import bauta.control.admin.LeaseView;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dhcp.LeaseStatus;
import bauta.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The leases of all networks as people see them. */
final class LeaseViews {
    private LeaseViews() {}

    /**
     * Returns those of this moment, by network and address.
     *
     * @param services who gives them
     */
    static List<LeaseView> of(HouseServices services) {
        List<LeaseView> views = new ArrayList<>();
        for (Map.Entry<String, DhcpStatus> one : services.dhcpStatus().entrySet()) {
            one.getValue().leases().stream()
                    .filter(lease -> lease.state() == LeaseStatus.State.BOUND)
                    .map(lease -> view(one.getKey(), lease))
                    .forEach(views::add);
        }
        return views;
    }

    private static LeaseView view(String network, LeaseStatus lease) {
        return new LeaseView(
                network,
                lease.address(),
                lease.mac().orElse(new MacAddress(0)),
                lease.name(),
                lease.reserved(),
                lease.rest().toMillis());
    }
}
