package bauta.control.config;

import java.time.Instant;

/**
 * A configuration that was kept.
 *
 * @param number counts up from 1; 0 for that of a box that nobody has set up, which is nowhere kept
 * @param kept when, by the wall clock of the box
 * @param author who made it: {@code file}, {@code admin}, the name of a token
 * @param config what it says, secrets included
 * @param json its text in the newest form, {@code ***} in place of each secret
 */
public record Revision(int number, Instant kept, String author, Config config, String json) {}
