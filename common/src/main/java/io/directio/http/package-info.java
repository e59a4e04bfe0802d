// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP as Direct IO needs it: one pooled transport per set of options, whose bodies can't stall,
 * whose request targets reach the wire byte for byte, and which follows no redirect, keeps no
 * cookie and retries nothing by itself. Beside it stand the policies that its callers share: which
 * hosts may be asked ({@link io.directio.http.HostPolicy}), how often and when to try again ({@link
 * io.directio.http.RetryPolicy}, {@link io.directio.http.RetryBudget}, {@link
 * io.directio.http.RetryAfter}), and how hard a host may be pushed ({@link
 * io.directio.http.HostThrottle}).
 *
 * <p>Nothing here knows of portals or blocks. No message, log line or {@code toString} holds a
 * credential or the query of a URL.
 */
package io.directio.http;
