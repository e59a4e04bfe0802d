// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.io.IOException;

/** An answer is no complete JSON object: cut on its way, perhaps, so worth another attempt. */
final class ListingSyntaxException extends IOException {

  private static final long serialVersionUID = 1L;

  ListingSyntaxException(String message) {
    super(message);
  }
}
