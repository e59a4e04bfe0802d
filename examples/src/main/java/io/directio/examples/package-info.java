// SPDX-License-Identifier: Apache-2.0
/** Programs of one screen, to be copied and changed. */
package io.directio.examples;
