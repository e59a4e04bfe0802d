// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.BlockInfo;
import io.directio.read.FetchFailure.Remedy;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageStatusTest {

  @ParameterizedTest
  @CsvSource({
    "400, RENEW, BlockDownloadException",
    "401, RENEW, BlockDownloadException",
    "403, RENEW, BlockDownloadException",
    "404, RENEW_ONCE, BlockDownloadException",
    "410, RENEW_ONCE, BlockDownloadException",
    "408, RETRY, BlockTimeoutException",
    "416, REFETCH, BlockValidationException",
    "429, WAIT, BlockDownloadException",
    "500, RETRY, BlockDownloadException",
    "502, RETRY, BlockDownloadException",
    "503, WAIT, BlockDownloadException",
    "504, RETRY, BlockTimeoutException",
    "507, RETRY, BlockDownloadException",
    "204, NONE, BlockDownloadException",
    "304, NONE, BlockDownloadException",
    "405, NONE, BlockDownloadException",
    "451, NONE, BlockDownloadException",
  })
  void knowsWhatMayHelp(int status, Remedy remedy, String error) {
    FetchFailure failure =
        StorageStatus.failure(7, new BlockInfo(3, 10, 20), status, "Why", Optional.empty());

    assertThat(failure.remedy()).isEqualTo(remedy);
    assertThat(failure.error().getClass().getSimpleName()).isEqualTo(error);
    assertThat(failure.error()).hasMessageContaining("Block 3 of file 7 (20 bytes at offset 10)");
    assertThat(failure.error()).hasMessageContaining("the storage answered " + status + " Why");
  }
}
