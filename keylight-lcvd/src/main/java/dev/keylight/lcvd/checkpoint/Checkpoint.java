package dev.keylight.lcvd.checkpoint;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A file of named tensors, whatever its container. Opening reads the table of contents only; tensors are views of the
 * memory-mapped file, mapped privately, so that nothing is copied and nothing is ever written back.
 */
public final class Checkpoint {
  private final Path path;
  private final Map<String, TensorEntry> entries;

  private Checkpoint(Path path, Map<String, TensorEntry> entries) {
    this.path = path;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Reads the table of contents of a safetensors, {@code .pth}, {@code .bin} or {@code .tar} file.
   *
   * @throws BadInputException when the file is missing, damaged, of another kind, or asks for anything to be run
   */
  public static Checkpoint open(Path path) {
    try (FileChannel channel = FileChannel.open(path)) {
      Map<String, TensorEntry> entries = new LinkedHashMap<>();
      for (TensorEntry entry : read(path, channel)) {
        entries.put(entry.name(), entry);
      }
      return new Checkpoint(path, entries);
    } catch (IOException e) {
      throw new BadInputException(
          Files.exists(path) ? path + " cannot be read: " + e.getMessage() : path + " is not there", e);
    }
  }

  private static List<TensorEntry> read(Path path, FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(9);
    channel.read(start, 0);
    boolean zip = start.get(0) == 'P' && start.get(1) == 'K';
    // a safetensors header may have any length, also one whose first bytes look like a pickle's, but then comes its JSON
    boolean pickle = (start.get(0) & 0xff) == 0x80 && start.get(1) <= 5 && start.get(8) != '{';
    boolean torchFile = zip || pickle;
    if (torchFile && path.toString().endsWith(".safetensors")) {
      throw Damage.in(path, "it is named .safetensors but is a PyTorch pickle");
    }
    if (zip) {
      return TorchFile.zip(path, channel);
    }
    return torchFile ? TorchFile.stream(path, channel) : SafetensorsFile.entries(path, channel);
  }

  /**
   * The same file under other names or shapes: for layouts that were renamed between releases. The change must keep type
   * and offset; an entry for which it returns null is left out.
   */
  public Checkpoint adapted(UnaryOperator<TensorEntry> change) {
    Map<String, TensorEntry> changed = new LinkedHashMap<>();
    for (TensorEntry entry : entries.values()) {
      TensorEntry adapted = change.apply(entry);
      if (adapted != null) {
        changed.put(adapted.name(), adapted);
      }
    }
    return new Checkpoint(path, changed);
  }

  /** Only the tensors below one part of the file, named without it: a sub-dictionary of a torch file. */
  public Checkpoint part(String name) {
    String prefix = name + ".";
    return adapted(e -> e.name().startsWith(prefix) ? e.named(e.name().substring(prefix.length())) : null);
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** All tensors, in the order of the file's table of contents. */
  public Collection<TensorEntry> entries() {
    return entries.values();
  }

  /** The entry of that name, or null. */
  public TensorEntry entry(String name) {
    return entries.get(name);
  }

  /**
   * A tensor as a view of the mapped file; the mapping lives as long as the tensor. Elements that are not aligned to
   * their size, which safetensors allows, are copied.
   *
   * @throws BadInputException when there is no tensor of that name
   */
  public Tensor tensor(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new BadInputException(path + " has no tensor named " + name);
    }
    return views(List.of(entry)).get(name);
  }

  /** All tensors, each as {@link #tensor} has it, but over one mapping: for whoever keeps thousands of files open. */
  public Map<String, Tensor> tensors() {
    return views(entries.values());
  }

  private Map<String, Tensor> views(Collection<TensorEntry> some) {
    Map<String, Tensor> views = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Tensor mapped = mapped();
      for (TensorEntry entry : some) {
        Tensor view = view(entry, mapped);
        view.retainReference();
        views.put(entry.name(), view);
      }
    }
    PointerScope outer = PointerScope.getInnerScope();
    if (outer != null) {
      views.values().forEach(view -> {
        outer.attach(view);
        view.releaseReference();
      });
    }
    return views;
  }

  private static Tensor view(TensorEntry entry, Tensor mapped) {
    ElementType type = entry.type();
    if (entry.elements() == 0) {
      return torch.empty(entry.shape(), new TensorOptions(type.scalarType()), null);
    }
    long span = 1;
    for (int i = 0; i < entry.shape().length; i++) {
      span += (entry.shape()[i] - 1) * entry.stride()[i];
    }
    Tensor bytes = mapped.narrow(0, entry.offset(), span * type.bytes());
    if (entry.offset() % type.bytes() != 0) {
      bytes = bytes.clone();
    }
    Tensor flat = bytes.view(type.scalarType());
    return flat.as_strided(entry.shape(), entry.stride(), new LongOptional(flat.storage_offset()));
  }

  /** Bytes of the largest tensor. */
  public long largest() {
    return entries.values().stream().mapToLong(entry -> entry.elements() * entry.type().bytes()).max().orElse(0);
  }

  /**
   * A tensor read into {@code buffer}, without touching the mapping; where that is not possible, as {@link #tensor}.
   *
   * @param buffer bytes, at least {@link #largest} of them
   * @throws BadInputException when there is no tensor of that name, or the file cannot be read any more
   */
  public Tensor read(String name, Tensor buffer) {
    TensorEntry entry = entries.get(name);
    if (entry == null || !entry.contiguous() || entry.elements() == 0
        || entry.elements() * entry.type().bytes() > Integer.MAX_VALUE) {
      return tensor(name);
    }
    Tensor place = buffer.narrow(0, 0, entry.elements() * entry.type().bytes());
    ByteBuffer bytes = new BytePointer(place.data_ptr()).capacity(place.nbytes()).asByteBuffer();
    try (FileChannel channel = FileChannel.open(path)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, entry.offset() + bytes.position()) < 0) {
          throw new BadInputException(path + " has become shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw new BadInputException(path + " cannot be read: " + e.getMessage(), e);
    }
    return place.view(entry.type().scalarType()).view(entry.shape());
  }

  private Tensor mapped() {
    try {
      return torch.from_file(path.toString(), new BoolOptional(false), new LongOptional(Files.size(path)),
          new TensorOptions(ScalarType.Byte));
    } catch (IOException e) {
      throw new BadInputException(path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
