// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type whose instances hold a credential, a key or a signed URL. Such a type is never
 * {@link java.io.Serializable}, is never held by a type that is, and has a {@code toString} that
 * says nothing of the secret. A test of the architecture checks all three.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface SecretBearing {}
