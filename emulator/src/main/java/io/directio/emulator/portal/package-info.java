// SPDX-License-Identifier: Apache-2.0
/** The portal: the Direct IO listing of a file. The Notification Service will move in beside it. */
package io.directio.emulator.portal;
