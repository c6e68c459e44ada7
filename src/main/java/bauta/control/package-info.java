/**
 * Settings in, status out, for people and programs: {@code bauta.control.config} holds the typed
 * configuration and how it changes, {@code bauta.control.admin} the API and the pages, {@code
 * bauta.control.command} the command that uses the API, {@code bauta.control.words} what all of
 * them say, in English and Japanese. The only rows that know Jackson. Start reading at {@link
 * bauta.control.config.ConfigDesk} and {@link bauta.control.admin.Control}.
 */
@NullMarked
package bauta.control;

import org.jspecify.annotations.NullMarked;
