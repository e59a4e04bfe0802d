// SPDX-License-Identifier: Apache-2.0
/**
 * The nouns as bytes, as they travel between workers and stand in savepoints. Each engine wraps
 * them in serializers or coders of its own, which carry the version.
 */
package io.directio.format;
