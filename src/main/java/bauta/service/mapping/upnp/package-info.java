/**
 * UPnP Internet Gateway Device, versions 1 and 2: discovery by SSDP, descriptions and control
 * (SOAP) by HTTP, both on port 1900. Each version is a device of its own, so that a program that
 * knows only the first one sees only that. Start reading at {@link
 * bauta.service.mapping.upnp.IgdMachine}.
 */
@NullMarked
package bauta.service.mapping.upnp;

import org.jspecify.annotations.NullMarked;
