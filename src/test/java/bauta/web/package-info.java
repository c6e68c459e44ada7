/**
 * The set-up page in a real browser: headless Chromium over the DevTools protocol's pipe ({@link
 * bauta.web.Browser}), first against a stub that speaks the router's HTTP interface and can be put
 * into every state ({@link bauta.web.StubRouter}), then against the router itself in the lab
 * ({@code bauta.lab.WebStory}). Start reading at {@code SetUpPageNetworkTest}.
 */
@NullMarked
package bauta.web;

import org.jspecify.annotations.NullMarked;
