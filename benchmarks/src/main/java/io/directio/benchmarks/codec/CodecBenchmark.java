// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import io.directio.BlockException;
import io.directio.BlockInfo;
import io.directio.BlockSplit;
import io.directio.FileRef;
import io.directio.codec.BlockDecoder;
import io.directio.codec.BlockFormat;
import io.directio.codec.FileKey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decodes blocks of real files, one per operation.
 *
 * <p>Every operation gets a fresh copy of an object, as decoding overwrites it; the copy is made
 * outside the time that is measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class CodecBenchmark {

  private static final int SAMPLE_SIZE = 16 << 20;
  private static final int WARM_UP_SIZE = 64 << 20;

  /** Where the bytes come from. */
  @Param({"CLASSES", "JARS"})
  public SampleFiles files;

  /** How the blocks are compressed. */
  @Param({"SNAPPY_FRAMED", "SNAPPY_RAW", "GZIP", "NONE"})
  public StoredFormat format;

  /** Whether they are encrypted. */
  @Param({"true", "false"})
  public boolean encrypted;

  /** Bytes of a block. */
  @Param({"4194304", "524288"})
  public int blockSize;

  private final BlockDecoder decoder = new BlockDecoder();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private SampleBlock[] blocks;
  private BlockSplit split;
  private BlockFormat blockFormat;
  private FileKey key;
  private BareSteps bare;
  private byte[] object;
  private byte[] payload;
  private byte[] plain;
  private byte[] destination;
  private int next;

  /** CPU time of the measuring thread in nanoseconds, and bytes, summed over the operations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Costs {
    public long whole;
    public long decrypt;
    public long decompress;
    public long digest;
    public long plainBytes;
    public long storedBytes;
  }

  /** Reads and stores the sample, and decodes it until that is compiled. */
  @Setup
  public void store() throws Exception {
    byte[] rawKey = new byte[32];
    new Random(1).nextBytes(rawKey);
    blocks =
        SampleBlock.of(
            files.read(Math.max(SAMPLE_SIZE, blockSize)), blockSize, format, encrypted, rawKey);
    split = new BlockSplit(FileRef.ofId(1), 0, new BlockInfo(1, 0, blockSize));
    blockFormat = new BlockFormat(encrypted, format.compression(), false);
    key = FileKey.of(rawKey);
    bare = new BareSteps(rawKey);
    int most = BlockDecoder.maxObjectLength(blockFormat, blockSize);
    object = new byte[most];
    payload = new byte[most];
    plain = new byte[blockSize];
    destination = new byte[blockSize];
    // By work and not by time, for machines on which the compiler has to wait for a processor.
    for (int done = 0; done < WARM_UP_SIZE; done += blockSize) {
      fetch();
      decodeAndBareSteps(new Costs());
    }
  }

  /** A fresh object for the next operation. */
  @Setup(Level.Invocation)
  public void fetch() {
    next = (next + 1) % blocks.length;
    fill(object);
  }

  @TearDown
  public void close() {
    decoder.close();
  }

  /** The whole: decrypt, decompress, verify, digest. */
  @Benchmark
  public int decode() throws BlockException {
    return decoder.decode(split, blockFormat, key, object, stored().length, destination);
  }

  /**
   * The whole and its bare steps, one after the other on the same block, in CPU time of the thread,
   * so that whatever else the machine does weighs on both alike.
   */
  @Benchmark
  public long decodeAndBareSteps(Costs costs) throws Exception {
    long sum;
    if (next % 2 == 0) {
      sum = wholeTimed(costs) + bareTimed(costs);
    } else {
      sum = bareTimed(costs);
      fill(object);
      sum += wholeTimed(costs);
    }
    costs.plainBytes += blockSize;
    costs.storedBytes += stored().length;
    return sum;
  }

  private int wholeTimed(Costs costs) throws BlockException {
    long start = threads.getCurrentThreadCpuTime();
    int digest = decode();
    costs.whole += threads.getCurrentThreadCpuTime() - start;
    return digest;
  }

  private long bareTimed(Costs costs) throws Exception {
    fill(object);
    SampleBlock block = blocks[next];
    byte[] compressed = object;
    long start = threads.getCurrentThreadCpuTime();
    if (encrypted) {
      bare.decrypt(object, block.object().length, payload);
      compressed = payload;
    }
    long decrypted = threads.getCurrentThreadCpuTime();
    byte[] result = plain;
    if (format == StoredFormat.NONE && encrypted) {
      result = payload;
    } else {
      bare.decompress(format, compressed, block.payload().length, plain);
    }
    long decompressed = threads.getCurrentThreadCpuTime();
    long digest = bare.digest(result, blockSize);
    long digested = threads.getCurrentThreadCpuTime();
    costs.decrypt += decrypted - start;
    costs.decompress += decompressed - decrypted;
    costs.digest += digested - decompressed;
    return digest;
  }

  private byte[] stored() {
    return blocks[next].object();
  }

  private void fill(byte[] array) {
    System.arraycopy(stored(), 0, array, 0, stored().length);
  }

  /** The plain bytes of the block that is decoded next. */
  byte[] expected() {
    return blocks[next].plain();
  }

  /** What the last operation decoded. */
  byte[] decoded() {
    return destination;
  }
}
