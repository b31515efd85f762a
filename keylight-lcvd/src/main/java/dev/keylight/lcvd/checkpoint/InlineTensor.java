package dev.keylight.lcvd.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A torch tensor pickled without torch.save, as in FLAME's landmark embedding: its storage is a torch.save stream of its
 * own, kept as bytes inside the pickle.
 */
final class InlineTensor {
  private static final int PICKLES = 5; // magic number, protocol, system, storage, keys

  /** The numbers of such a tensor. */
  private record Storage(ElementType type, byte[] bytes) {}

  private InlineTensor() {}

  /** What {@code _load_from_bytes} returns. The stream's own pickles may name nothing but the storage's type. */
  static Object storage(byte[] stream) {
    ByteBuffer in = ByteBuffer.wrap(stream);
    Object[] found = new Object[1];
    Constructors none = Constructors.torch();
    for (int i = 0; i < PICKLES; i++) {
      new Unpickler(in, none, id -> found[0] = id).read();
    }
    if (!(found[0] instanceof Object[] id) || id.length < 5 || !(id[1] instanceof ElementType type)
        || !(id[4] instanceof Long elements) || in.remaining() < 8) {
      throw new PickleException("holds a tensor whose numbers are not a storage");
    }
    long count = in.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (count != elements || count < 0 || count > in.remaining() / type.bytes()) {
      throw new PickleException("holds a tensor with " + in.remaining() + " bytes where it announces " + count + " numbers");
    }
    byte[] bytes = new byte[(int) count * type.bytes()];
    in.get(bytes);
    return new Storage(type, bytes);
  }

  /** The tensor as an array; (storage, offset, shape, stride, …). */
  static Object rebuild(Object[] a) {
    if (a.length < 4 || !(a[0] instanceof Storage storage) || !Long.valueOf(0).equals(a[1])
        || !(a[2] instanceof Object[] shape) || !(a[3] instanceof Object[] stride)
        || !Arrays.equals(Pickled.longs(stride), TensorEntry.rowMajor(Pickled.longs(shape)))) {
      throw new PickleException("holds a tensor that is not a whole row-major storage");
    }
    Pickled.Array array = new Pickled.Array();
    array.shape = Pickled.longs(shape);
    array.dtype = new Pickled.Dtype(code(storage.type));
    array.data = storage.bytes;
    return array;
  }

  private static String code(ElementType type) {
    return switch (type) {
      case F64, F32, F16 -> "f" + type.bytes();
      case I64, I32, I16, I8 -> "i" + type.bytes();
      case U8 -> "u1";
      default -> throw new PickleException("holds a tensor of " + type + ", expected one of " + List.of("floats", "integers"));
    };
  }
}
