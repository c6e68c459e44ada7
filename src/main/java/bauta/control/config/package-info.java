/**
 * The typed configuration behind {@code bauta.json} (RFC 8259, places by RFC 6901 pointers). Each
 * part is a record with a {@code SHAPE} beside it that lists its keys, what each one takes and its
 * default; reading, the reference page, the JSON Schema and single values come from the shapes
 * alone. Revisions are kept by {@link bauta.control.config.ConfigStore} and changed at {@link
 * bauta.control.config.ConfigDesk}. Start reading at {@link bauta.control.config.Config} and {@link
 * bauta.control.config.ConfigReader}.
 */
@NullMarked
package bauta.control.config;

import org.jspecify.annotations.NullMarked;
