// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.IOException;

/** The ways to read that are compared, without those of {@link BeamVariant}. */
enum Variant implements Contestant {
  /** The core pipeline, from the fetch to the verified block, which is dropped. */
  CORE_READ {
    @Override
    Work open(Job job) throws IOException {
      return new CoreRead(job);
    }
  },
  /** A bare GET of each object into an array, and nothing else. */
  BARE_GET {
    @Override
    Work open(Job job) {
      return new BareGet(job);
    }
  },
  /** The bare steps of decoding, on the same objects. */
  BARE_DECODE {
    @Override
    Work open(Job job) throws Exception {
      return new BareDecode(job);
    }
  },
  /** The core pipeline that writes files. */
  CORE_TRANSFER {
    @Override
    Work open(Job job) throws IOException {
      return new CoreTransfer(job);
    }
  },
  /** The Flink source, whose blocks are dropped. */
  FLINK_READ {
    @Override
    Work open(Job job) throws IOException {
      return new FlinkRead(job);
    }
  },
  /** The export with Flink. */
  FLINK_EXPORT {
    @Override
    Work open(Job job) throws IOException {
      return new FlinkExport(job, new LocalOutput(job.directory()));
    }
  },
  /** The same into a bucket. */
  FLINK_EXPORT_S3 {
    @Override
    Work open(Job job) throws IOException {
      return new FlinkExport(job, new BucketOutput(job));
    }
  };

  @Override
  public ChildJvm.Program program() {
    return ChildJvm.Program.here(Worker.class);
  }

  /** Opens it, in the process where it is measured. */
  abstract Work open(Job job) throws Exception;
}
