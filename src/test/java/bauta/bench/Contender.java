package bauta.bench;

import java.util.function.Supplier;

/**
 * Who is measured: a lane, set up in one of the ways it can be.
 *
 * @param name column of the table and key of the JSON file
 * @param bench the lane's generators and sinks
 * @param prepare called before each run
 * @param losses what it says it has lost so far
 */
record Contender(String name, LaneBench bench, Runnable prepare, Supplier<Losses> losses) {}
