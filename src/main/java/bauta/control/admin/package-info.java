/**
 * What people and programs see of the running router: one status document, served as JSON over HTTP
 * on a Unix socket of the box. Renders the {@code XStatus} records of the other packages and
 * nothing else. Start reading at {@link bauta.control.admin.AdminServer}.
 */
@NullMarked
package bauta.control.admin;

import org.jspecify.annotations.NullMarked;
