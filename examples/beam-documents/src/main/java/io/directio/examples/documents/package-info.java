// SPDX-License-Identifier: Apache-2.0
/** A Beam pipeline that makes lines for a search index of documents, to be copied and changed. */
package io.directio.examples.documents;
