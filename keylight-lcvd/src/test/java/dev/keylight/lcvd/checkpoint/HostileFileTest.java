package dev.keylight.lcvd.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to harm: each must end in one typed error, run nothing, and take no memory to speak of. */
class HostileFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"attack.pth", "attack.pkl"})
  void aPickleThatCallsTheSystemIsNamedAndNotRun(String name) throws IOException {
    refused(Fixtures.file(name, folder), "system, which no file of weights needs; nothing was run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attack.pth", "attack.pkl", "zip.pth"})
  void aPickleRenamedToSafetensorsIsNotOpenedAsOne(String name) throws IOException {
    refused(Files.write(folder.resolve("model.safetensors"), Fixtures.bytes(name)), "is a PyTorch pickle");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 62, Long.MIN_VALUE, -1, 0, 1, 100_000_001, 999})
  void aHeaderOfAnImpossibleLength(long length) throws IOException {
    refused(safetensors(length, "{}", 100), "header");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | overlaps",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | 8 | should lie",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | gap",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 12 | goes on",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 4 | should lie",
    "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}} | 0 | impossible shape",
    "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 8 | impossible shape",
    "{'a':{'dtype':'F32','shape':[1e3],'data_offsets':[0,4000]}} | 4000 | impossible shape",
    "{'a':{'dtype':'Q7','shape':[2],'data_offsets':[0,8]}} | 8 | unknown type",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 8 | JSON",
    "{'a':7} | 0 | unknown type",
    "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,99999999999999999999]}} | 8 | data_offsets",
    "[] | 0 | JSON"
  })
  void aHeaderThatLies(String json, int data, String complaint) throws IOException {
    String header = json.replace('\'', '"');
    refused(safetensors(header.length(), header, data), complaint);
  }

  @Test
  void aHeaderNestedDeeply() throws IOException {
    String header = "{\"a\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
    refused(safetensors(header.length(), header, 0), "JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "stream.tar", "expected.safetensors", "nested.pth", "nested-stream.tar", "script.zip"})
  void aFileCutAtEverySixtyFourth(String name) throws IOException {
    byte[] whole = Fixtures.bytes(name);
    for (int part = 0; part < 64; part++) {
      Path cut = folder.resolve(part + "-" + name);
      Files.write(cut, Arrays.copyOf(whole, (int) ((long) whole.length * part / 64)));
      refused(cut, "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\..\\evil"})
  void aZipThatClimbsOutOfItself(String entry) throws IOException {
    refused(zip(entry, ZipEntry.STORED, 3), "outside the archive");
  }

  @Test
  void aZipBomb() throws IOException {
    refused(zip("model/data.pkl", ZipEntry.DEFLATED, 50_000_000), "compressed");
  }

  @Test
  void aZipWithALink() throws IOException {
    byte[] bytes = Files.readAllBytes(zip("model/data.pkl", ZipEntry.STORED, 3));
    int central = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(central + 40, (short) 0xA1FF);
    refused(Files.write(folder.resolve("link.pth"), bytes), "symbolic link");
  }

  @Test
  void aZipWhoseEntriesShareTheirBytes() throws IOException {
    byte[] bytes = Fixtures.bytes("zip.pth");
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int first = text.indexOf("PK\1\2");
    int second = text.indexOf("PK\1\2", first + 1);
    b.putInt(second + 42, b.getInt(first + 42));
    refused(Files.write(folder.resolve("shared.pth"), bytes), "share the same bytes");
  }

  @Test
  void aPickleNestedDeeply() throws IOException {
    int depth = 1 << 20;
    byte[] pickle = new byte[2 * depth + 2];
    Arrays.fill(pickle, (byte) ']');
    Arrays.fill(pickle, depth + 2, pickle.length, (byte) 'a'); // one fewer than lists: each goes into the one before
    pickle[0] = (byte) 0x80;
    pickle[1] = 2;
    pickle[pickle.length - 1] = '.';
    refused(Files.write(folder.resolve("deep.pth"), pickle), "magic number");
  }

  @Test
  void aPickleThatAnnouncesMoreThanItHas() throws IOException {
    byte[] pickle = {(byte) 0x80, 2, 'X', -1, -1, -1, 0x7f, 'a', '.'};
    refused(Files.write(folder.resolve("long.pth"), pickle), "announces 2147483647 bytes where 2 are left");
  }

  @Test
  void aPickleThatCopiesOneListManyTimes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x80, 2, ']', 'q', 0, '('});
    out.write("K\1".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1));
    out.write(new byte[] {'e', '0'});
    out.write("cbuiltins\nset\nh\0\u0085R0".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1));
    out.write(new byte[] {'N', '.'});
    refused(Files.write(folder.resolve("copies.pth"), out.toByteArray()), "over and over");
  }

  /** Hashing nested lists would recurse as deep as they are. */
  @Test
  void aPickleThatPutsDeeplyNestedListsIntoASet() throws IOException {
    int depth = 1 << 20;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write("\u0080\2cbuiltins\nset\n".getBytes(StandardCharsets.ISO_8859_1));
    out.write("]".repeat(depth).getBytes(StandardCharsets.ISO_8859_1));
    out.write("a".repeat(depth - 1).getBytes(StandardCharsets.ISO_8859_1));
    out.write("\u0085R.".getBytes(StandardCharsets.ISO_8859_1));
    refused(Files.write(folder.resolve("set.pth"), out.toByteArray()), "neither text nor a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c_codecs\nencode\nNN\u0086R.", "cnumpy\ndtype\nN\u0085R.", "Nb.", "N)R.", "ccollections\nOrderedDict\n]N\u0086aR."})
  void aPickleWithNothingWhereAValueBelongs(String instructions) throws IOException {
    refused(Files.write(folder.resolve("none.pth"), ("\u0080\2" + instructions + "        ").getBytes(StandardCharsets.ISO_8859_1)), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "stream.tar", "expected.safetensors", "nested.pth", "nested-stream.tar", "script.zip"})
  void aFileWithBytesChangedIsReadOrRefusedAndNothingElse(String name) throws IOException {
    byte[] whole = Fixtures.bytes(name);
    Random random = new Random(20261122);
    int opened = 0;
    for (int round = 0; round < 600; round++) {
      byte[] changed = whole.clone();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
      }
      Path file = Files.write(folder.resolve("changed-" + name), changed);
      try (PointerScope scope = new PointerScope()) {
        Checkpoint checkpoint = Checkpoint.open(file);
        for (TensorEntry entry : checkpoint.entries()) {
          if (entry.elements() > 0 && entry.type() != ElementType.BOOL) {
            checkpoint.tensor(entry.name()).sum().item_double();
          }
        }
        opened++;
      } catch (BadInputException expected) {
        assertThat(expected).hasMessageContaining(name);
      }
    }
    assertThat(opened).as("numbers inside tensors may change").isPositive();
  }

  private static void refused(Path file, String complaint) {
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(complaint);
  }

  private Path safetensors(long length, String header, int data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(length).put(json);
    return Files.write(folder.resolve("lying.safetensors"), file.array());
  }

  private Path zip(String entry, int method, int size) throws IOException {
    Path file = folder.resolve("made.pth");
    byte[] content = new byte[size];
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry e = new ZipEntry(entry);
      e.setMethod(method);
      if (method == ZipEntry.STORED) {
        CRC32 crc = new CRC32();
        crc.update(content);
        e.setCrc(crc.getValue());
        e.setSize(size);
      }
      out.putNextEntry(e);
      out.write(content);
    }
    return file;
  }
}
