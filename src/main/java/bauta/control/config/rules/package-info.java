/**
 * What the configuration says about traffic, as plain values: policies, firewall rules, forwards,
 * named sets, schedules and the behaviour of the translation (RFC 4787, RFC 5382, RFC 5508). Names
 * are still names here; the root package resolves them. How each is written and checked stands in
 * {@link bauta.control.config}. Start reading at {@link bauta.control.config.rules.Rule} and {@link
 * bauta.control.config.rules.Forward}.
 */
@NullMarked
package bauta.control.config.rules;

import org.jspecify.annotations.NullMarked;
