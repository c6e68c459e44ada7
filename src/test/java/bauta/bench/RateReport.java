package bauta.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The packet rate table, on the terminal and as a file. */
final class RateReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String BASE = "kernel";

    private final List<Row> rows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /**
     * All contenders in one scenario.
     *
     * @param direction up or down
     * @param frameBytes length on the LAN wire
     * @param flows how many
     * @param figures by contender
     * @param ratioToKernel by contender, of the median rates
     */
    record Row(
            String direction,
            int frameBytes,
            int flows,
            Map<String, Figures> figures,
            Map<String, Double> ratioToKernel) {}

    void add(Scenario scenario, Map<String, List<Sample>> samples) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        samples.forEach((name, runs) -> figures.put(name, Figures.of(runs)));
        Map<String, Double> ratios = new LinkedHashMap<>();
        Figures base = figures.get(BASE);
        figures.forEach((name, of) -> ratios.put(name, ratio(of, base)));
        var row =
                new Row(
                        scenario.direction(),
                        scenario.frameBytes(),
                        scenario.flows(),
                        figures,
                        ratios);
        rows.add(row);
        figures.forEach((name, of) -> complainAbout(row, name, of));
    }

    private static double ratio(Figures of, @Nullable Figures base) {
        return base == null ? 0 : of.forwardedPerSecond() / base.forwardedPerSecond();
    }

    private void complainAbout(Row row, String name, Figures figures) {
        String where =
                "%s %d bytes %d flows, %s"
                        .formatted(row.direction, row.frameBytes, row.flows, name);
        if (figures.wrong() > 0) {
            complaints.add(where + ": " + figures.wrong() + " frames forwarded wrong");
        }
        if (figures.verified() == 0) {
            complaints.add(where + ": not one frame verified");
        }
    }

    void complain(String what) {
        complaints.add(what);
    }

    boolean valid() {
        return complaints.isEmpty() && !rows.isEmpty();
    }

    /** Returns the table for people. */
    String table() {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%-5s %5s %6s  %-14s %9s %19s %9s %6s %6s  %s%n",
                        "dir",
                        "bytes",
                        "flows",
                        "who",
                        "kpps",
                        "(lowest-highest)",
                        "offered",
                        "lost",
                        "ratio",
                        "busy cores, lost at door/inside/way out"));
        rows.forEach(row -> row.figures.forEach((name, of) -> text.append(line(row, name, of))));
        complaints.forEach(complaint -> text.append("INVALID: ").append(complaint).append('\n'));
        return text.toString();
    }

    private static String line(Row row, String name, Figures figures) {
        return String.format(
                Locale.ROOT,
                "%-5s %5d %6d  %-14s %9.1f %19s %9.1f %5.1f%% %6.2f  %s%n",
                row.direction,
                row.frameBytes,
                row.flows,
                name,
                figures.forwardedPerSecond() / 1e3,
                String.format(
                        Locale.ROOT,
                        "(%.1f-%.1f)",
                        figures.lowest() / 1e3,
                        figures.highest() / 1e3),
                figures.offeredPerSecond() / 1e3,
                100 * figures.lostShare(),
                row.ratioToKernel.get(name),
                busy(figures) + lost(figures.losses()));
    }

    private static String lost(Losses losses) {
        return losses.equals(Losses.NONE)
                ? ""
                : "  %d/%d/%d".formatted(losses.door(), losses.inside(), losses.wayOut());
    }

    private static String busy(Figures figures) {
        return String.join(
                " ",
                figures.busy().stream()
                        .map(share -> String.format(Locale.ROOT, "%3.0f%%", 100 * share))
                        .toList());
    }

    /**
     * Writes the figures as JSON.
     *
     * @param file where; its folder is made
     * @param notes what else to write down, such as the kernel's version
     */
    void write(Path file, Map<String, ?> notes) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>(notes);
        document.put("valid", valid());
        document.put("complaints", complaints);
        document.put("rows", rows);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, JSON.writeValueAsString(document));
    }
}
