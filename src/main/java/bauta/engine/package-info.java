/**
 * What every stage is made of: clocks and timers, the timer wheel, counters with one writer, the
 * table file, {@link bauta.engine.DropReason} and the {@link bauta.engine.HotPath} contract. Knows
 * no protocol. Start reading at {@link bauta.engine.DropReason}.
 */
@NullMarked
package bauta.engine;

import org.jspecify.annotations.NullMarked;
