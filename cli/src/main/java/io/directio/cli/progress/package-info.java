// SPDX-License-Identifier: Apache-2.0
/**
 * Says how far a transfer is: a bar on a terminal, plain lines otherwise, JSON for machines. What
 * is shown comes in as a {@link io.directio.cli.progress.Progress}, so that this room knows neither
 * where the numbers come from nor what time it is.
 */
package io.directio.cli.progress;
