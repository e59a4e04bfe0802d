// SPDX-License-Identifier: Apache-2.0

/**
 * From a planned file to the pieces of work that an engine assigns: which files are read without
 * being planned first, and how the blocks of the others are cut into {@link
 * io.directio.plan.BlockRun runs}.
 */
package io.directio.plan;
