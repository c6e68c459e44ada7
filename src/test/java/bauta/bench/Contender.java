package bauta.bench;

/**
 * Who is measured: a lane, set up in one of the ways it can be.
 *
 * @param name column of the table and key of the JSON file
 * @param bench the lane's generators and sinks
 * @param prepare called before each run
 */
record Contender(String name, LaneBench bench, Runnable prepare) {}
