package dev.keylight.lcvd.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.lcvd.model.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  @TempDir Path folder;

  @Test
  void aCompleteFolderIsHealthyInEveryPart() throws IOException {
    assertThat(Health.of(new ModelFolder(TinyModel.write(folder)))).hasSize(6)
        .allSatisfy(finding -> assertThat(finding.problems()).as(finding.part()).isEmpty());
  }

  @Test
  void missingMisshapenExtraAndBrokenTensorsAreNamed() throws IOException {
    TinyModel.write(folder);
    Path file = folder.resolve("relipa/ref_embedder.safetensors");
    try (PointerScope scope = new PointerScope()) {
      Checkpoint whole = Checkpoint.open(file);
      Map<String, Tensor> changed = new LinkedHashMap<>();
      for (TensorEntry entry : whole.entries()) {
        changed.put(entry.name(), whole.tensor(entry.name()).clone());
      }
      changed.remove("scale");
      changed.put("conv_layers.0.bias", torch.zeros(4));
      changed.put("final_proj.bias", torch.full(new long[] {32}, new Scalar(Double.NaN)));
      changed.put("surplus", torch.zeros(1));
      SafetensorsWriter.write(file, changed);
    }

    List<String> problems = Health.of(new ModelFolder(folder)).stream()
        .filter(finding -> finding.part().equals("ref_embedder")).findFirst().orElseThrow().problems();
    assertThat(problems).hasSize(4).anySatisfy(p -> assertThat(p).isEqualTo("missing scale"))
        .anySatisfy(p -> assertThat(p).contains("conv_layers.0.bias").contains("[4]"))
        .anySatisfy(p -> assertThat(p).contains("final_proj.bias").contains("not numbers"))
        .anySatisfy(p -> assertThat(p).isEqualTo("extra surplus"));
  }

  @Test
  void aMissingFileIsOneFindingAmongTheOthers() throws IOException {
    TinyModel.write(folder);
    Files.delete(folder.resolve("relipa/unet.safetensors"));
    assertThat(Health.of(new ModelFolder(folder))).filteredOn(finding -> !finding.problems().isEmpty())
        .singleElement().satisfies(finding -> assertThat(finding.problems().get(0)).contains("unet is missing"));
  }

  @Test
  void facesAreLookedAtAsFarAsTheyAreThere() throws IOException {
    assertThat(Health.of(new FaceFolder(folder))).isEmpty();
    Path data = Files.createDirectories(folder.resolve("relipa/data"));
    try (InputStream in = Expected.class.getResourceAsStream("flame/model.pkl")) {
      Files.write(data.resolve(FaceFolder.FLAME), in.readAllBytes());
    }
    try (PointerScope scope = new PointerScope()) {
      SafetensorsWriter.write(data.resolve("deca_model.safetensors"), Map.of("E_flame.layers.0.bias", torch.zeros(1024)));
    }
    List<Health.Finding> findings = Health.of(new FaceFolder(folder));
    assertThat(findings).extracting(Health.Finding::part).containsExactly("DECA", "FLAME");
    assertThat(findings.get(0).problems()).hasSize(321).contains("missing encoder.conv1.weight");
    assertThat(findings.get(1).problems()).singleElement().asString().contains("only 20 shapes and expressions");
  }
}
