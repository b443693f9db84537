package dev.headroom.controller.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a field of an answer means; the OpenAPI document and the reference are made of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Doc {
    /** A sentence. */
    String value();

    /** Whether it can be null. */
    boolean maybe() default false;

    /** The words it can be; empty for any. */
    String[] words() default {};
}
