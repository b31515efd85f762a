package dev.keylight.lcvd.checkpoint;

import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What one number of a tensor is, with its name in each file format. */
public enum ElementType {
  F64("DoubleStorage", "float64", 8, ScalarType.Double),
  F32("FloatStorage", "float32", 4, ScalarType.Float),
  F16("HalfStorage", "float16", 2, ScalarType.Half),
  BF16("BFloat16Storage", "bfloat16", 2, ScalarType.BFloat16),
  I64("LongStorage", "int64", 8, ScalarType.Long),
  I32("IntStorage", "int32", 4, ScalarType.Int),
  I16("ShortStorage", "int16", 2, ScalarType.Short),
  I8("CharStorage", "int8", 1, ScalarType.Char),
  U8("ByteStorage", "uint8", 1, ScalarType.Byte),
  BOOL("BoolStorage", "bool", 1, ScalarType.Bool);

  private final String storageClass;
  private final String torchName;
  private final int bytes;
  private final ScalarType scalarType;

  ElementType(String storageClass, String torchName, int bytes, ScalarType scalarType) {
    this.storageClass = storageClass;
    this.torchName = torchName;
    this.bytes = bytes;
    this.scalarType = scalarType;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** The same type in libtorch. */
  public ScalarType scalarType() {
    return scalarType;
  }

  /** The type safetensors calls {@code name}; its names are this enum's. */
  static Optional<ElementType> ofSafetensors(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The type behind a global of module {@code torch}: a storage class or a dtype. */
  static Optional<ElementType> ofTorch(String name) {
    for (ElementType type : values()) {
      if (type.storageClass.equals(name) || type.torchName.equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  static ElementType of(ScalarType type) {
    for (ElementType candidate : values()) {
      if (candidate.scalarType == type) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("no file format here holds elements of type " + type);
  }
}
