package bauta.control.admin;

import bauta.control.config.ConfigDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A router of which only the status can be asked, until all of it can. */
record StatusOnly(Supplier<CompletionStage<StatusDocument>> source) implements Control {
    @Override
    public StatusDocument status() {
        return source.get().toCompletableFuture().join();
    }

    @Override
    public List<ServiceView> services() {
        return List.of();
    }

    @Override
    public ServiceView command(String service, ServiceCommand what) throws NoSuchServiceException {
        throw new NoSuchServiceException(service);
    }

    @Override
    public ConfigDesk config() {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<LeaseView> leases() {
        return List.of();
    }

    @Override
    public FlowPage flows(int offset, int limit, Optional<String> host) {
        return new FlowPage(0, 0, List.of());
    }

    @Override
    public Map<String, Long> drops() {
        return status().drops();
    }

    @Override
    public List<HealthCheck> health() {
        return List.of();
    }

    @Override
    public void setUp() {
        // Names lead nowhere else yet.
    }
}
