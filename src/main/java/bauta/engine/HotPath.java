package bauta.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs for every packet: no allocation, boxing, lambda, stream, iterator, varargs, string,
 * exception (assertions are fine), lock, log or blocking call. May call only other hot methods, JDK
 * and buffer accessors, and methods marked {@link ColdExit}. A bytecode test holds marked methods
 * to this.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.CONSTRUCTOR})
public @interface HotPath {}
