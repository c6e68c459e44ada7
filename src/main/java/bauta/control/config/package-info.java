/**
 * The typed configuration behind {@code bauta.json} (RFC 8259, problems located by RFC 6901
 * pointers). Each part is a record with a {@code SHAPE} beside it that lists its keys, what each
 * one takes and its default; reading, the reference page and later the schema and the forms come
 * from the shapes alone. Start reading at {@link bauta.control.config.Config} and {@link
 * bauta.control.config.ConfigReader}.
 */
@NullMarked
package bauta.control.config;

import org.jspecify.annotations.NullMarked;
