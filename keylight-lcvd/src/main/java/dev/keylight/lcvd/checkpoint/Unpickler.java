package dev.keylight.lcvd.checkpoint;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Python's pickle machine, protocols 0 to 5 (Python's {@code pickletools} lists its instructions), without the part that
 * calls Python: names resolve to {@link Constructors} or end the reading. Nothing here recurses, and no instruction takes
 * more memory than a small multiple of the pickle's own size, so that a hostile pickle cannot exhaust the stack or the heap.
 */
final class Unpickler {
  private static final Object MARK = new Object();

  private final ByteBuffer in;
  private final Constructors constructors;
  private final Function<Object, Object> persistent;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private long copies; // elements constructors may still copy

  /**
   * @param in the pickle; after {@link #read()} its position is behind the STOP instruction
   * @param constructors the names it may mention
   * @param persistent gives the object behind a persistent id (torch: a storage)
   */
  Unpickler(ByteBuffer in, Constructors constructors, Function<Object, Object> persistent) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.constructors = constructors;
    this.persistent = persistent;
    this.copies = 1024 + 16L * in.remaining();
  }

  /**
   * Reads one pickle.
   *
   * @throws PickleException when it is broken or names something that is not allowed
   */
  Object read() {
    try {
      while (true) {
        int instruction = in.get() & 0xff;
        if (instruction == '.') {
          return pop();
        }
        execute(instruction);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new PickleException("ends in the middle of its pickle");
    } catch (ClassCastException | NumberFormatException | NullPointerException e) { // None where a value belongs
      throw new PickleException("has a pickle whose instructions do not fit together");
    }
  }

  private void execute(int instruction) {
    switch (instruction) {
      case 0x80 -> in.get(); // PROTO
      case 0x95 -> in.getLong(); // FRAME
      case '(' -> {
        marks.push(stack.size());
        stack.add(MARK);
      }
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> push(top());
      case 'N' -> push(null);
      case 0x88 -> push(Boolean.TRUE);
      case 0x89 -> push(Boolean.FALSE);
      case 'I' -> push(decimal(line()));
      case 'J' -> push((long) in.getInt());
      case 'K' -> push((long) (in.get() & 0xff));
      case 'M' -> push((long) (in.getShort() & 0xffff));
      case 'L' -> push(whole(integer(line().replace("L", ""))));
      case 0x8a -> push(whole(littleEndian(bytes(in.get() & 0xff))));
      case 0x8b -> push(whole(littleEndian(bytes(length(in.getInt())))));
      case 'F' -> push(Double.valueOf(line()));
      case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
      case 'S' -> push(Escapes.quoted(line()));
      case 'T' -> push(text(length(in.getInt()), StandardCharsets.ISO_8859_1));
      case 'U' -> push(text(in.get() & 0xff, StandardCharsets.ISO_8859_1));
      case 'V' -> push(Escapes.unicode(line()));
      case 'X' -> push(text(length(in.getInt()), StandardCharsets.UTF_8));
      case 0x8c -> push(text(in.get() & 0xff, StandardCharsets.UTF_8));
      case 0x8d -> push(text(length(in.getLong()), StandardCharsets.UTF_8));
      case 'B' -> push(bytes(length(in.getInt())));
      case 'C' -> push(bytes(in.get() & 0xff));
      case 0x8e, 0x96 -> push(bytes(length(in.getLong())));
      case ']' -> push(Pickled.list());
      case '}' -> push(new LinkedHashMap<>());
      case ')' -> push(new Object[0]);
      case 0x8f -> push(new LinkedHashSet<>());
      case 'l' -> push(new ArrayList<>(Arrays.asList(popToMark())));
      case 't' -> push(popToMark());
      case 0x85 -> push(new Object[] {pop()});
      case 0x86 -> push(tail(2));
      case 0x87 -> push(tail(3));
      case 'd' -> {
        Object[] items = popToMark();
        Map<Object, Object> map = new LinkedHashMap<>();
        put(map, items);
        push(map);
      }
      case 0x91 -> push(new LinkedHashSet<>(keys(popToMark())));
      case 'a' -> append(new Object[] {pop()});
      case 'e' -> append(popToMark());
      case 's' -> put(tail(2));
      case 'u' -> put(popToMark());
      case 0x90 -> {
        Object[] items = popToMark();
        set(top()).addAll(keys(items));
      }
      case 'p' -> memo.put(Integer.parseInt(line()), top());
      case 'q' -> memo.put(in.get() & 0xff, top());
      case 'r' -> memo.put(in.getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'g' -> push(recall(Integer.parseInt(line())));
      case 'h' -> push(recall(in.get() & 0xff));
      case 'j' -> push(recall(in.getInt()));
      case 'c' -> push(constructors.find(line(), line()));
      case 0x93 -> {
        Object[] names = tail(2);
        push(constructors.find((String) names[0], (String) names[1]));
      }
      case 'R', 0x81 -> {
        Object[] call = tail(2);
        push(construct(call[0], (Object[]) call[1]));
      }
      case 'b' -> {
        Object state = pop();
        if (top() instanceof Pickled.Stateful object) {
          if (state instanceof Object[] parts) {
            count(parts);
          }
          object.state(state);
        } // an ordered dictionary's state is torch's _metadata: of no use here
      }
      case 'Q' -> push(persistent.apply(pop()));
      default -> throw new PickleException(
          String.format("has a pickle instruction 0x%02x that no file of weights needs; nothing was run", instruction));
    }
  }

  private Object construct(Object what, Object[] arguments) {
    if (!(what instanceof Constructors.Constructor constructor)) {
      throw new PickleException("applies a value as if it were a constructor");
    }
    count(arguments);
    return constructor.apply(arguments);
  }

  /** What is about to be copied must be in proportion to the pickle. */
  private void count(Object[] arguments) {
    for (Object argument : arguments) {
      copies -= argument instanceof Collection<?> c ? c.size()
          : argument instanceof String s ? s.length() : argument instanceof byte[] b ? b.length : 1;
    }
    if (copies < 0) {
      throw new PickleException("copies the same objects over and over");
    }
  }

  private void append(Object[] items) {
    list(top()).addAll(Arrays.asList(items));
  }

  private void put(Object[] items) {
    if (!(top() instanceof Map<?, ?>)) {
      throw new PickleException("sets an item of something that is not a dictionary");
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) top();
    put(map, items);
  }

  private static void put(Map<Object, Object> map, Object[] items) {
    if (items.length % 2 != 0) {
      throw new PickleException("has a dictionary with a key but no value");
    }
    for (int i = 0; i < items.length; i += 2) {
      map.put(key(items[i]), items[i + 1]);
    }
  }

  /** Keys are text or numbers: hashing anything deeper would recurse as deep as the sender likes. */
  static Object key(Object key) {
    if (key == null || key instanceof String || key instanceof Number || key instanceof Boolean) {
      return key;
    }
    throw new PickleException("has a dictionary key that is neither text nor a number");
  }

  /** Several keys at once. */
  static Collection<Object> keys(Object[] items) {
    for (Object item : items) {
      key(item);
    }
    return Arrays.asList(items);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object object) {
    return (List<Object>) object;
  }

  @SuppressWarnings("unchecked")
  private static LinkedHashSet<Object> set(Object object) {
    return (LinkedHashSet<Object>) object;
  }

  private Object recall(int index) {
    if (!memo.containsKey(index)) {
      throw new PickleException("recalls an object it never stored");
    }
    return memo.get(index);
  }

  private void push(Object object) {
    stack.add(object);
  }

  private Object top() {
    Object top = stack.get(stack.size() - 1);
    if (top == MARK) {
      throw new PickleException("has a pickle whose instructions do not fit together");
    }
    return top;
  }

  private Object pop() {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private Object[] tail(int count) {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return items;
  }

  private Object[] popToMark() {
    if (marks.isEmpty()) {
      throw new PickleException("has a pickle whose instructions do not fit together");
    }
    int mark = marks.pop();
    List<Object> above = stack.subList(mark + 1, stack.size());
    Object[] items = above.toArray();
    stack.subList(mark, stack.size()).clear();
    return items;
  }

  /** Checks a length against what is left of the pickle before memory is taken for it. */
  private int length(long announced) {
    if (announced < 0 || announced > in.remaining()) {
      throw new PickleException("announces " + announced + " bytes where " + in.remaining() + " are left");
    }
    return (int) announced;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[length(count)];
    in.get(bytes);
    return bytes;
  }

  private String text(int count, Charset charset) {
    return new String(bytes(count), charset);
  }

  private String line() {
    int start = in.position();
    while (in.get() != '\n') {}
    return new String(slice(start, in.position() - 1 - start), StandardCharsets.ISO_8859_1);
  }

  private byte[] slice(int start, int count) {
    byte[] bytes = new byte[count];
    in.get(start, bytes);
    return bytes;
  }

  private static Object decimal(String text) {
    return switch (text) {
      case "00" -> Boolean.FALSE;
      case "01" -> Boolean.TRUE;
      default -> whole(integer(text));
    };
  }

  private static BigInteger integer(String digits) {
    if (digits.length() > 100) {
      throw new PickleException("has a number of " + digits.length() + " digits");
    }
    return new BigInteger(digits);
  }

  private static Object whole(BigInteger value) {
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length + 1];
    for (int i = 0; i < bytes.length; i++) {
      reversed[bytes.length - i] = bytes[i];
    }
    if (bytes.length > 0 && bytes[bytes.length - 1] < 0) {
      reversed[0] = -1;
    }
    return new BigInteger(reversed);
  }
}
