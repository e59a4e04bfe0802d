// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.codec.BareSteps;
import io.directio.benchmarks.codec.StoredFormat;
import io.directio.benchmarks.endtoend.StoredBlocks.StoredBlock;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * The least that decoding must do: the bare steps on all objects of the job, which have been got
 * before, on as many threads as there are cores.
 */
final class BareDecode implements Work {

  private final List<FetchedObject> objects = new ArrayList<>();
  private final Crew<FetchedObject> crew;

  private record FetchedObject(byte[] object, byte[] key, int length) {}

  BareDecode(Job job) throws Exception {
    try (CloseableHttpClient http = BareGet.client(1)) {
      BareGet.Getter getter = new BareGet.Getter(http);
      for (StoredBlock block : StoredBlocks.list(job)) {
        int length = getter.get(block);
        objects.add(
            new FetchedObject(Arrays.copyOf(getter.array(), length), block.key(), block.length()));
      }
    }
    crew = new Crew<>(Runtime.getRuntime().availableProcessors(), Decoder::new);
  }

  @Override
  public Round read() throws Exception {
    return new Round(crew.handle(objects));
  }

  @Override
  public void close() {
    crew.close();
  }

  /** Decodes objects one after the other. */
  private static final class Decoder implements Crew.Hand<FetchedObject> {

    private BareSteps steps;
    private byte[] key;
    private byte[] payload = new byte[0];
    private byte[] plain = new byte[0];

    @Override
    public long handle(FetchedObject stored) throws Exception {
      byte[] object = stored.object();
      if (payload.length < object.length) {
        payload = new byte[object.length];
      }
      if (plain.length < stored.length()) {
        plain = new byte[stored.length()];
      }
      int padded = stepsFor(stored.key()).decrypt(object, object.length, payload);
      int length = padded - payload[padded - 1];
      int bytes = steps.decompress(StoredFormat.SNAPPY_FRAMED, payload, length, plain);
      steps.digest(plain, bytes);
      return bytes;
    }

    private BareSteps stepsFor(byte[] wanted) throws GeneralSecurityException {
      if (key != wanted) {
        key = wanted;
        steps = new BareSteps(wanted);
      }
      return steps;
    }
  }
}
