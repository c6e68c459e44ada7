package bauta.control.config.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of numbers, as spans that neither overlap nor touch, in order.
 *
 * @param spans from low to high
 */
public record Spans(List<Span> spans) {
    /** Nothing. */
    public static final Spans NONE = new Spans(List.of());

    /** Copies the list. */
    public Spans {
        spans = List.copyOf(spans);
    }

    /**
     * Numbers from one to another, both included.
     *
     * @param first the lowest
     * @param last the highest
     */
    public record Span(long first, long last) {}

    /**
     * Returns the numbers from one to another, both included.
     *
     * @param first the lowest
     * @param last the highest
     */
    public static Spans of(long first, long last) {
        return new Spans(List.of(new Span(first, last)));
    }

    /** Returns whether there is no number in it. */
    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Returns the numbers of either. */
    public Spans plus(Spans other) {
        List<Span> all = new ArrayList<>(spans);
        all.addAll(other.spans);
        all.sort(Comparator.comparingLong(Span::first));
        List<Span> joined = new ArrayList<>();
        for (Span next : all) {
            Span before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && next.first() <= before.last() + 1) {
                joined.removeLast();
                joined.add(new Span(before.first(), Math.max(before.last(), next.last())));
            } else {
                joined.add(next);
            }
        }
        return new Spans(joined);
    }

    /** Returns the numbers of this one that are not in the other. */
    public Spans minus(Spans other) {
        List<Span> left = new ArrayList<>();
        for (Span span : spans) {
            long from = span.first();
            for (Span gone : other.spans) {
                if (gone.last() >= from && gone.first() <= span.last()) {
                    if (gone.first() > from) {
                        left.add(new Span(from, gone.first() - 1));
                    }
                    from = gone.last() + 1;
                }
            }
            if (from <= span.last()) {
                left.add(new Span(from, span.last()));
            }
        }
        return new Spans(left);
    }

    /** Returns whether some number is in both. */
    public boolean overlaps(Spans other) {
        return spans.stream()
                .anyMatch(a ->
                        other.spans.stream()
                                .anyMatch(b -> a.first() <= b.last() && b.first() <= a.last()));
    }

    /** Returns whether a number is in it. */
    public boolean contains(long number) {
        return spans.stream().anyMatch(s -> s.first() <= number && number <= s.last());
    }
}
