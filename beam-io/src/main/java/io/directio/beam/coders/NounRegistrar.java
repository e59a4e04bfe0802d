// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.Block;
import io.directio.FileEvent;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import java.util.List;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.schemas.SchemaProvider;
import org.apache.beam.sdk.schemas.SchemaProviderRegistrar;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Tells Beam, which looks for it as a service, how the nouns are encoded. */
public final class NounRegistrar implements CoderProviderRegistrar, SchemaProviderRegistrar {

  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(
        CoderProviders.forCoder(TypeDescriptor.of(Block.class), BlockCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(ReadResult.class), ReadResultCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(FileEvent.class), FileEventCoder.of()),
        CoderProviders.forCoder(TypeDescriptor.of(ManifestEntry.class), ManifestEntryCoder.of()));
  }

  @Override
  public List<SchemaProvider> getSchemaProviders() {
    return List.of(new FileRefSchema());
  }
}
