package bauta.control.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, in columns as wide as their widest text; a column of numbers stands to the
 * right. East Asian characters take two places (Unicode Standard Annex 11).
 */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    /**
     * Starts a table.
     *
     * @param headings of the columns
     */
    Table(List<String> headings) {
        columns = headings.size();
        rows.add(List.copyOf(headings));
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are headings
     */
    void row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells, not " + columns);
        }
        rows.add(List.of(cells));
    }

    /** Returns the lines of the table, the headings first. */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            String cell = cells.get(column);
            String space = " ".repeat(width(column) - width(cell));
            line.append(isNumbers(column) ? space + cell : cell + space).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
    }

    private boolean isNumbers(int column) {
        return rows.size() > 1
                && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[\\d,.]+"));
    }

    /**
     * Returns how many places a text takes on a terminal.
     *
     * @param text without control characters
     */
    static int width(String text) {
        return text.codePoints().map(Table::places).sum();
    }

    /** Pads a text to a number of places; a longer one stays as it is. */
    static String pad(String text, int places) {
        return text + " ".repeat(Math.max(0, places - width(text)));
    }

    private static int places(int codePoint) {
        boolean wide =
                codePoint >= 0x1100 && codePoint <= 0x115f
                        || codePoint >= 0x2e80 && codePoint <= 0xa4cf
                        || codePoint >= 0xac00 && codePoint <= 0xd7a3
                        || codePoint >= 0xf900 && codePoint <= 0xfaff
                        || codePoint >= 0xfe30 && codePoint <= 0xfe6f
                        || codePoint >= 0xff00 && codePoint <= 0xff60
                        || codePoint >= 0xffe0 && codePoint <= 0xffe6
                        || codePoint >= 0x1f300 && codePoint <= 0x1faff
                        || codePoint >= 0x20000 && codePoint <= 0x3fffd;
        return wide ? 2 : 1;
    }
}
