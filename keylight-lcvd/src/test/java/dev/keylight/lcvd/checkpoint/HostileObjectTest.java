package dev.keylight.lcvd.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.Expected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles and .npy files made to harm: each must end in one typed error, run nothing, and take no memory to speak of. */
class HostileObjectTest {
  @TempDir Path folder;

  @Test
  void aPickleThatCallsTheSystemIsNamedAndNotRun() throws IOException {
    refused(Fixtures.file("attack.pkl", folder), "system, which no file of weights needs; nothing was run");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "cchumpy.ch\nCh\n", // a class instead of a dictionary
    "ccopy_reg\n_reconstructor\n(ccopy_reg\n_reconstructor\nc__builtin__\nobject\nNtR",
    "ccopy_reg\n_reconstructor\n(c__builtin__\nobject\nc__builtin__\nobject\nNtR",
    "cchumpy.ch_ops\nadd\n", "cchumpy.ch\nCh.__setstate__\n", "c__builtin__\neval\n", "c__builtin__\ngetattr\n",
    "ctorch.storage\n_load_from_bytes\n(S'abc'\ntR", "ctorch.storage\n_load_from_bytes\n(NtR",
    "(S'unfinished\\x", "S'\\xzz'\n", "V\\uzzzz\n", "S'\n", "P123\n", "}I1\nQ"
  })
  void whatIsNoDictionaryOfArraysIsRefused(String instructions) throws IOException {
    refused(pickle(instructions + "."), "");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "(I-1\\nt | f8 |  | impossible shape",
    "(I67108865\\nt | f8 |  | impossible shape",
    "(I60000000\\nI60000000\\nt | f8 |  | larger than any model",
    "(I2\\nt | f8 | abcdefgh | do not fit",
    "(I2\\nt | V4 | abcdefgh | do not fit",
    "(I2\\nt | f2 | abcd | which no model",
    "(I2\\nt | O8 | abcdefgh | do not fit"
  })
  void anArrayThatLies(String shape, String type, String data, String complaint) throws IOException {
    String array = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n" + shape.replace("\\n", "\n")
        + "cnumpy\ndtype\n(S'" + type + "'\nI0\nI1\ntRI00\nS'" + (data == null ? "" : data) + "'\ntb";
    Path file = pickle("(dS'x'\n" + array + "s.");
    ObjectFile opened = ObjectFile.open(file);
    assertThatThrownBy(() -> opened.numbers("x")).isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString()).hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource({"2,'1, 2','0, 5',outside it", "2,'1, 2','0, -1',outside it", "2,'0, 99','0, 1',outside it",
      "2,'0, -3','0, 1',", "99999999,'0, 1','0, 1',do not fit together", "3,'0, 1','0, 1',do not fit together"})
  void aSparseMatrixThatLies(int columns, String starts, String rows, String complaint) throws IOException {
    String matrix = "ccopy_reg\n_reconstructor\n(cscipy.sparse.csc\ncsc_matrix\nc__builtin__\nobject\nNtR(dS'_shape'\n(I2\nI"
        + columns + "\ntsS'indptr'\n" + list("0, " + starts) + "sS'indices'\n" + list(rows) + "sS'data'\n" + list("1, 2") + "sb";
    Path file = pickle("(dS'x'\n" + matrix + "s.");
    ObjectFile opened = ObjectFile.open(file);
    if (complaint == null) {
      assertThat(opened.numbers("x").values()).hasSize(4); // columns that end before they begin are empty
    } else {
      assertThatThrownBy(() -> opened.numbers("x")).isInstanceOf(BadInputException.class).hasMessageContaining(complaint);
    }
  }

  private static String list(String numbers) {
    return "(lI" + numbers.replace(", ", "\naI") + "\na";
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999999999999,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (4,), }", "{'descr': __import__('os'), 'shape': ()}",
    "{'descr': '|O', 'fortran_order': False, 'shape': (), }", "", "{"
  })
  void anNpyHeaderThatLies(String header) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = new byte[10 + text.length + 8];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0}, 0, bytes, 0, 10);
    System.arraycopy(text, 0, bytes, 10, text.length);
    Path file = Files.write(folder.resolve("lying.npy"), bytes);
    assertThatThrownBy(() -> ObjectFile.array(file)).isInstanceOf(BadInputException.class).hasMessageContaining("lying.npy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pkl", "masks-text.pkl", "landmark_embedding.npy"})
  void aFileCutAtEverySixtyFourth(String name) throws IOException {
    byte[] whole = bytes(name);
    for (int part = 0; part < 64; part++) {
      refused(Files.write(folder.resolve(part + "-" + name), Arrays.copyOf(whole, (int) ((long) whole.length * part / 64))), "");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pkl", "masks-text.pkl", "landmark_embedding.npy"})
  void aFileWithBytesChangedIsReadOrRefusedAndNothingElse(String name) throws IOException {
    byte[] whole = bytes(name);
    Random random = new Random(20261123);
    int read = 0;
    for (int round = 0; round < 400; round++) {
      byte[] changed = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
      }
      Path file = Files.write(folder.resolve("changed-" + name), changed);
      try {
        ObjectFile opened = ObjectFile.open(file);
        for (String key : new String[] {"v_template", "J_regressor", "face", "dynamic_lmk_bary_coords"}) {
          if (opened.has(key)) {
            opened.numbers(key);
          }
        }
        read++;
      } catch (BadInputException expected) {
        assertThat(expected).hasMessageContaining(name);
      }
    }
    assertThat(read).as("numbers inside arrays may change").isPositive();
  }

  /** Each copy of a long text costs memory that the pickle itself does not have. */
  @Test
  void anArrayGivenItsStateOverAndOver() throws IOException {
    StringBuilder p = new StringBuilder("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(I9\nt"
        + "cnumpy\ndtype\n(S'f8'\nI0\nI1\ntRI00\nS'" + "x".repeat(100_000) + "'\ntp1\nb");
    p.append("g1\nb".repeat(20_000)).append('.');
    refused(pickle(p.toString()), "over and over");
  }

  private Path pickle(String instructions) throws IOException {
    return Files.write(folder.resolve("made.pkl"), instructions.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Expected.class.getResourceAsStream("flame/" + name)) {
      return in.readAllBytes();
    }
  }

  private static void refused(Path file, String complaint) {
    assertThatThrownBy(() -> ObjectFile.open(file)).isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString()).hasMessageContaining(complaint);
  }
}
