package bauta;

import bauta.control.admin.Control;
import bauta.control.admin.FlowPage;
import bauta.control.admin.HealthCheck;
import bauta.control.admin.LeaseView;
import bauta.control.admin.NoSuchServiceException;
import bauta.control.admin.NotKeptException;
import bauta.control.admin.RouterBusyException;
import bauta.control.admin.ServiceCommand;
import bauta.control.admin.ServiceView;
import bauta.control.admin.StatusDocument;
import bauta.control.admin.UplinkView;
import bauta.control.admin.traffic.Traffic;
import bauta.control.config.ChangeOutcome;
import bauta.control.config.ConfigDesk;
import bauta.control.config.Confirmation;
import bauta.engine.Clock;
import bauta.service.ServiceEvent;
import bauta.service.ServiceReason;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/** The running router as the admin server sees it. */
final class RouterControl implements Control {
    private static final String AUTHOR = "services";

    private final RunningRouter running;
    private final ConfigDesk desk;
    private final RouterTraffic traffic;

    /**
     * Ties them together.
     *
     * @param running the router
     * @param desk where its configuration changes
     */
    RouterControl(RunningRouter running, ConfigDesk desk) {
        this.running = running;
        this.desk = desk;
        this.traffic = new RouterTraffic(this::parts);
    }

    private RunningRouter.Parts parts() {
        return running.parts().orElseThrow(RouterBusyException::new);
    }

    @Override
    public StatusDocument status() {
        RunningRouter.Parts parts = parts();
        long now = Clock.system().nanos();
        return new StatusDocument(
                Router.version(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                parts.side().plane().uplinks().stream().map(u -> UplinkView.of(u, now)).toList(),
                parts.side().loop().status(),
                parts.side().loop().ask(() -> parts.side().plane().path().status()),
                parts.services().dnsStatus(),
                List.copyOf(parts.services().dhcpStatus().values()),
                drops());
    }

    @Override
    public List<ServiceView> services() {
        HouseServices services = parts().services();
        return ServiceNames.ALL.stream().map(services::view).toList();
    }

    @Override
    public ServiceView command(String service, ServiceCommand what) throws NoSuchServiceException {
        if (!ServiceNames.ALL.contains(service)) {
            throw new NoSuchServiceException(service);
        }
        if (ServiceNames.BUILT.contains(service)) {
            perform(service, what);
        } else if (what == ServiceCommand.ENABLE || what == ServiceCommand.DISABLE) {
            keep(service, what == ServiceCommand.ENABLE);
        }
        return parts().services().view(service);
    }

    private void perform(String service, ServiceCommand what) {
        switch (what) {
            case START -> start(service);
            case STOP -> stop(service, ServiceReason.STOPPED);
            case RESTART -> parts().services().tell(service, new ServiceEvent.Restart());
            case ENABLE -> {
                keep(service, true);
                start(service);
            }
            case DISABLE -> {
                keep(service, false);
                stop(service, ServiceReason.DISABLED);
            }
        }
    }

    private void start(String service) {
        boolean enabled = ServiceNames.isEnabled(parts().config(), service);
        ServiceReason why = enabled ? ServiceReason.NONE : ServiceReason.STARTED;
        parts().services().tell(service, new ServiceEvent.Start(why));
    }

    private void stop(String service, ServiceReason why) {
        parts().services().tell(service, new ServiceEvent.Stop(why));
    }

    /** Keeps in the configuration whether a service starts with the router. */
    private void keep(String service, boolean enabled) {
        ChangeOutcome outcome =
                desk.set(
                        "/services/" + service,
                        Boolean.toString(enabled),
                        AUTHOR,
                        Confirmation.keep());
        switch (outcome) {
            case ChangeOutcome.Kept _, ChangeOutcome.OnTrial _, ChangeOutcome.Unchanged _ -> {}
            case ChangeOutcome.Undone _,
                    ChangeOutcome.Failed _,
                    ChangeOutcome.Refused _,
                    ChangeOutcome.Busy _,
                    ChangeOutcome.Outdated _,
                    ChangeOutcome.NothingThere _ -> {
                String text = outcome.text(Locale.ENGLISH);
                Logger.warn("service not kept name={} enabled={}: {}", service, enabled, text);
                throw new NotKeptException(outcome);
            }
        }
    }

    @Override
    public ConfigDesk config() {
        return desk;
    }

    @Override
    public List<LeaseView> leases() {
        return LeaseViews.of(parts().services());
    }

    @Override
    public FlowPage flows(int offset, int limit, Optional<String> host) {
        return FlowList.read(parts().side(), offset, limit, host);
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Map<String, Long> drops() {
        return parts().side().loop().allDrops().entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    }

    @Override
    public List<HealthCheck> health() {
        return running.parts().map(RouterHealth::checks).orElseGet(RouterHealth::changing);
    }

    @Override
    public void setUp() {
        running.parts().ifPresent(parts -> parts.services().setUp());
    }
}
