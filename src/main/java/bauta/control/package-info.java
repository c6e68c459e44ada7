/**
 * Settings in, status out, for people and programs: {@code bauta.control.config} holds the typed
 * configuration. The only rows that know Jackson. Start reading at {@link
 * bauta.control.config.ConfigReader}.
 */
@NullMarked
package bauta.control;

import org.jspecify.annotations.NullMarked;
