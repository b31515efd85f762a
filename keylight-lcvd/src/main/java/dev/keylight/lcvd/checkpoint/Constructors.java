package dev.keylight.lcvd.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The names a pickle may mention, and what stands here for each: inert data, never a call into anything. */
final class Constructors {
  /** What a name becomes when the pickle applies it to arguments. */
  interface Constructor {
    Object apply(Object[] arguments);
  }

  private final Map<String, Object> allowed = new HashMap<>();
  private boolean scripted;

  private Constructors() {}

  /** What torch.save writes: tensors, storages, ordered dictionaries; numpy numbers occur in training states. */
  static Constructors torch() {
    Constructors c = new Constructors();
    c.allow("collections.OrderedDict", Constructors::dictionary);
    c.allow("torch._utils._rebuild_tensor_v2", Constructors::tensor);
    c.allow("torch._utils._rebuild_tensor", Constructors::tensor);
    c.allow("torch._utils._rebuild_parameter", a -> a[0]);
    c.allow("torch.Size", a -> a.length == 1 && a[0] instanceof List<?> l ? l.toArray() : a[0]);
    c.numpy();
    return c;
  }

  /** What a TorchScript archive adds: its classes as bags of attributes. Their code, beside the pickle, is never read. */
  static Constructors script() {
    Constructors c = torch();
    c.scripted = true;
    for (String list : new String[] {"build_intlist", "build_doublelist", "build_boollist", "build_tensorlist"}) {
      c.allow("torch.jit._pickle." + list, a -> a[0]);
    }
    c.allow("torch.jit._pickle.restore_type_tag", a -> a[0]);
    return c;
  }

  /**
   * What Python 2 wrote for FLAME: numpy arrays, chumpy's {@code Ch} around them, scipy's sparse columns, and torch tensors
   * with their numbers inside the pickle.
   */
  static Constructors scientific() {
    Constructors c = new Constructors();
    c.numpy();
    c.allow("collections.OrderedDict", Constructors::dictionary);
    c.instances("chumpy.ch.Ch", "scipy.sparse.csc.csc_matrix", "scipy.sparse._csc.csc_matrix");
    for (String module : new String[] {"copy_reg", "copyreg"}) {
      c.allow(module + "._reconstructor", a -> ((Constructor) a[0]).apply(new Object[0])); // (class, base, no state)
    }
    c.allow("__builtin__.object", a -> new Pickled.Instance("object"));
    c.allow("builtins.object", a -> new Pickled.Instance("object"));
    c.allow("torch._utils._rebuild_tensor_v2", InlineTensor::rebuild);
    c.allow("torch.storage._load_from_bytes", a -> InlineTensor.storage((byte[]) a[0]));
    return c;
  }

  private void instances(String... names) {
    for (String name : names) {
      allow(name, a -> new Pickled.Instance(name));
    }
  }

  private void numpy() {
    for (String module : new String[] {"numpy.core.multiarray", "numpy._core.multiarray"}) {
      allow(module + "._reconstruct", a -> new Pickled.Array());
      allow(module + ".scalar", Constructors::scalar);
    }
    allow("numpy.ndarray", a -> new Pickled.Array());
    allow("numpy.dtype", a -> new Pickled.Dtype((String) a[0]));
    allow("_codecs.encode", Constructors::encode);
    for (String module : new String[] {"builtins", "__builtin__"}) {
      allow(module + ".set", a -> new LinkedHashSet<>(a.length == 0 ? List.of() : Unpickler.keys(((List<?>) a[0]).toArray())));
    }
  }

  private void allow(String name, Constructor constructor) {
    allowed.put(name, constructor);
  }

  /**
   * What {@code module.name} stands for.
   *
   * @throws PickleException when the name is not on the list
   */
  Object find(String module, String name) {
    Object known = allowed.get(module + "." + name);
    if (known != null) {
      return known;
    }
    if (module.equals("torch")) {
      var type = ElementType.ofTorch(name);
      if (type.isPresent()) {
        return type.get();
      }
    }
    if (scripted && (module.equals("__torch__") || module.startsWith("__torch__."))) {
      return (Constructor) a -> new Pickled.Instance(module + "." + name);
    }
    throw new PickleException("names " + module + "." + name + ", which no file of weights needs; nothing was run");
  }

  private static Object dictionary(Object[] a) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (a.length == 1 && a[0] instanceof List<?> items) {
      for (Object item : items) {
        List<?> pair = item instanceof Object[] t ? Arrays.asList(t) : (List<?>) item;
        map.put(Unpickler.key(pair.get(0)), pair.get(1));
      }
    }
    return map;
  }

  /** (storage, offset, size, stride, …): the rest tells of gradients and hooks, which weights do not have. */
  private static Object tensor(Object[] a) {
    if (a.length < 4 || !(a[0] instanceof Pickled.Storage storage) || !(a[1] instanceof Long offset)
        || !(a[2] instanceof Object[] shape) || !(a[3] instanceof Object[] stride) || shape.length != stride.length) {
      throw new PickleException("holds a tensor that is not (storage, offset, shape, stride)");
    }
    return new Pickled.Tensor(storage, offset, Pickled.longs(shape), Pickled.longs(stride));
  }

  private static Object scalar(Object[] a) {
    Pickled.Array array = new Pickled.Array();
    array.shape = new long[0];
    array.dtype = (Pickled.Dtype) a[0];
    array.data = a.length > 1 && a[1] instanceof String s ? Pickled.latin1(s) : a.length > 1 ? a[1] : new byte[0];
    return array;
  }

  /** Python 3 writes bytes for old protocols as {@code encode(text, 'latin1')}. */
  private static Object encode(Object[] a) {
    return "latin1".equals(a[1]) ? Pickled.latin1((String) a[0]) : ((String) a[0]).getBytes(StandardCharsets.UTF_8);
  }
}
