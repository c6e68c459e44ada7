package bauta.control.admin;

import java.util.Map;

/**
 * Writes figures in the text format of Prometheus, version 0.0.4: HELP and TYPE once before the
 * samples of a family, labels quoted.
 */
final class MetricsText {
    private final StringBuilder text = new StringBuilder(8192);
    private String family = "";

    /** Begins a family of figures that only grow; the name ends in {@code _total}. */
    MetricsText counter(String name, String help) {
        return family(name, help, "counter");
    }

    /** Begins a family of figures that go up and down. */
    MetricsText gauge(String name, String help) {
        return family(name, help, "gauge");
    }

    private MetricsText family(String name, String help, String type) {
        family = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** Adds a figure without labels. */
    MetricsText sample(Number value) {
        text.append(family).append(' ').append(number(value)).append('\n');
        return this;
    }

    /** Adds a figure with one label. */
    MetricsText sample(String label, String is, Number value) {
        return sample(label + "=" + quoted(is), value);
    }

    /** Adds a figure with two labels. */
    MetricsText sample(String label, String is, String second, String isToo, Number value) {
        return sample(label + "=" + quoted(is) + "," + second + "=" + quoted(isToo), value);
    }

    private MetricsText sample(String labels, Number value) {
        text.append(family).append('{').append(labels).append("} ");
        text.append(number(value)).append('\n');
        return this;
    }

    /** Adds a figure per entry. */
    MetricsText samples(String label, Map<String, Long> values) {
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sample(label, entry.getKey(), entry.getValue()));
        return this;
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** Whole numbers without a point: nothing is lost of a long. */
    private static String number(Number value) {
        return value instanceof Double && value.doubleValue() != Math.rint(value.doubleValue())
                ? value.toString()
                : Long.toString(value.longValue());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
