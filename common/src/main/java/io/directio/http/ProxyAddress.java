// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

/** Where an HTTP proxy listens. */
record ProxyAddress(String host, int port) {

  static ProxyAddress parse(String text) {
    try {
      RawUrl url = RawUrl.parse("http://" + text);
      if (url.target().equals("/") && text.endsWith(":" + url.port())) {
        return new ProxyAddress(url.host(), url.port());
      }
    } catch (InvalidUrlException e) {
      throw new IllegalArgumentException("The proxy must be given as host:port; " + e.getMessage());
    }
    throw new IllegalArgumentException("The proxy must be given as host:port");
  }
}
