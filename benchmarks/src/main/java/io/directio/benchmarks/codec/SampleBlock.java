// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** One block in each form that a step of decoding starts from. */
record SampleBlock(byte[] plain, byte[] payload, byte[] object) {

  /** Cuts sample bytes into blocks and stores them. */
  static SampleBlock[] of(
      byte[] sample, int blockSize, StoredFormat format, boolean encrypted, byte[] key)
      throws IOException, GeneralSecurityException {
    SampleBlock[] blocks = new SampleBlock[sample.length / blockSize];
    for (int i = 0; i < blocks.length; i++) {
      byte[] plain = Arrays.copyOfRange(sample, i * blockSize, (i + 1) * blockSize);
      byte[] payload = format.compress(plain);
      blocks[i] =
          new SampleBlock(plain, payload, encrypted ? StoredFormat.encrypt(key, payload) : payload);
    }
    return blocks;
  }
}
