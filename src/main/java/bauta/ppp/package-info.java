/**
 * PPP's negotiation as pure machines: the RFC 1661 automaton, on it LCP (RFC 1661, 1570) and IPCP
 * (RFC 1332, 1877), beside it PAP (RFC 1334) and CHAP with MD5 (RFC 1994), all put together by
 * {@link bauta.ppp.PppMachine}. Nothing here sends, waits or reads a clock: a step takes a state,
 * an event and the time, and gives the next state and what is to be done. Start reading at {@link
 * bauta.ppp.PppMachine}, then {@link bauta.ppp.Automaton}.
 */
@NullMarked
package bauta.ppp;

import org.jspecify.annotations.NullMarked;
