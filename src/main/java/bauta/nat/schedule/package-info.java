/**
 * Which of several targets the next flow goes to: the six schedulers of {@code ip_vs}, as pure
 * machines over a view of the targets and their load. Targets keep their order, ties go to the
 * earlier one, a target of weight 0 gets nothing new. Start reading at {@link
 * bauta.nat.schedule.Scheduler}.
 */
@NullMarked
package bauta.nat.schedule;

import org.jspecify.annotations.NullMarked;
