// SPDX-License-Identifier: Apache-2.0
/**
 * The portal's side of Direct IO: {@link io.directio.portal.PortalClient} asks for the blocks of a
 * file and gives a {@link io.directio.portal.BlockListing}, read as a stream and checked, or an
 * exception that says what the portal meant. {@link io.directio.portal.CredentialsSource} tells
 * where the credentials come from.
 *
 * <p>A listing holds signed URLs and the wrapped key, so it lives in memory only: it is not
 * serialisable, and its {@code toString} shows counts. The same goes for {@link
 * io.directio.portal.Credentials}.
 */
package io.directio.portal;
