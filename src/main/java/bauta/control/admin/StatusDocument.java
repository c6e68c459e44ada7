package bauta.control.admin;

import java.util.Map;

/**
 * All there is to see of the running router at one moment.
 *
 * @param version version of the software
 * @param uptimeMillis milliseconds since the process started
 * @param drops frames that ended inside, by the name of the reason; reasons never met are left out
 */
public record StatusDocument(String version, long uptimeMillis, Map<String, Long> drops) {}
