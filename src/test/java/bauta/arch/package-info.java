/**
 * The rules of the project, as tests: package borders, what hot code may do, tidiness of files and
 * documents, a fuzz target for every parser. Each rule is shown to fail on code that breaks it.
 * Start reading at {@link bauta.arch.PackageBordersTest}.
 */
@NullMarked
package bauta.arch;

import org.jspecify.annotations.NullMarked;
