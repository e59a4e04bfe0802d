// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses at which no portal and no storage lives, but the metadata service of a cloud machine,
 * which hands out that machine's credentials to whoever makes it answer.
 */
final class ReservedAddresses {

  /** An address range: the first {@code bits} bits of {@code prefix}. */
  private record Range(byte[] prefix, int bits) {

    static Range of(int bits, int... bytes) {
      byte[] prefix = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        prefix[i] = (byte) bytes[i];
      }
      return new Range(prefix, bits);
    }

    boolean holds(byte[] address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((address[bit >> 3] & mask) != (prefix[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Range> RESERVED4 =
      List.of(
          Range.of(16, 169, 254), // link-local: the metadata service of nearly every cloud
          Range.of(32, 168, 63, 129, 16), // Azure's platform endpoint
          Range.of(32, 100, 100, 100, 200), // Alibaba Cloud's metadata service
          Range.of(32, 192, 0, 0, 192)); // Oracle Cloud's metadata service

  private static final List<Range> RESERVED6 =
      List.of(
          Range.of(10, 0xfe, 0x80), // link-local
          Range.of(32, 0xfd, 0x00, 0x0e, 0xc2), // the services of an AWS machine
          Range.of(32, 0xfd, 0x20, 0x00, 0xce)); // the services of a Google Cloud machine

  private static final Range MAPPED = Range.of(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
  private static final Range COMPATIBLE = Range.of(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final Range TRANSLATED = Range.of(96, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final Range TRANSLATED_LOCALLY = Range.of(48, 0, 0x64, 0xff, 0x9b, 0, 1);
  private static final Range SIX_TO_FOUR = Range.of(16, 0x20, 0x02);

  private ReservedAddresses() {}

  static boolean contain(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? contain4(bytes) : contain6(bytes);
  }

  private static boolean contain4(byte[] address) {
    return RESERVED4.stream().anyMatch(range -> range.holds(address));
  }

  /** IPv6 has several ways to write an IPv4 address; none of them is a way around. */
  private static boolean contain6(byte[] address) {
    if (MAPPED.holds(address)
        || COMPATIBLE.holds(address)
        || TRANSLATED.holds(address)
        || TRANSLATED_LOCALLY.holds(address)) {
      return contain4(new byte[] {address[12], address[13], address[14], address[15]});
    }
    if (SIX_TO_FOUR.holds(address)) {
      return contain4(new byte[] {address[2], address[3], address[4], address[5]});
    }
    return RESERVED6.stream().anyMatch(range -> range.holds(address));
  }
}
