package dev.keylight.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LightSpecTest {
  @TempDir Path folder;

  private static SphericalHarmonics light(String text) {
    return LightSpec.parse(text).resolve(new NoFiles()).at(0);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void namesAreTheirLights() {
    for (String name : NamedLights.names()) {
      assertThat(light(name)).isEqualTo(NamedLights.of(name));
      assertThat(light(name).meanBrightness()).as(name).isGreaterThan(.01f);
      assertThat(NamedLights.story(name)).isNotBlank();
    }
    assertThat(light(" Soft Window-Right ")).isEqualTo(NamedLights.of("soft-window-left").mirrored());
  }

  @Test
  void theManualKnowsEveryName() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "lights.md"));
    for (String name : NamedLights.baseNames()) {
      String sides = NamedLights.knows(name + "-right") ? "yes" : "";
      assertThat(manual).contains("| `" + name + "` | " + NamedLights.story(name) + " | " + sides + " |");
    }
  }

  @Test
  void aDirectionIsALampAndAnEvenPart() {
    SphericalHarmonics lamp = light("dir:az=40,el=30,intensity=1.2,color=#ff8000,ambient=.2,soft=.3");
    SphericalHarmonics expected =
        new Lamp(40, 30, 1.2f, LightColor.parse("#ff8000"), .3f).harmonics().plus(SphericalHarmonics.ambient(.2f, .2f, .2f));
    assertThat(lamp).isEqualTo(expected);
    assertThat(light("dir:az=-90,color=3000K").dominantDirection()[0]).isCloseTo(-1, within(1e-5f));
  }

  @Test
  void mixesBringLightsToOnePowerFirst() throws IOException {
    Path photo = file("face.jpg", "");
    SphericalHarmonics mix = light(photo + "*0.5+split-left*0.5");
    assertThat(mix.luminance()[0] * SphericalHarmonics.constant(0)).isCloseTo(1, within(1e-5f));
    float[] fromPhoto = light(photo.toString()).luminance();
    float[] fromName = NamedLights.of("split-left").luminance();
    assertThat(mix.luminance()[1] / mix.luminance()[0])
        .isCloseTo((fromPhoto[1] / fromPhoto[0] + fromName[1] / fromName[0]) / 2, within(1e-5f));
  }

  @Test
  void rotatingLightComesRoundAfterItsPeriod() {
    LightSpec spec = LightSpec.parse("rotate:dir:az=0,el=20,ambient=0,period=4");
    Lighting lighting = spec.resolve(new NoFiles());
    assertThat(spec.moves()).isTrue();
    assertThat(lighting.at(1).dominantDirection()[0]).isCloseTo((float) Math.cos(Math.toRadians(20)), within(1e-4f));
    assertThat(lighting.at(4).coefficients()).containsExactly(lighting.at(0).coefficients(), within(1e-4f));
    assertThat(LightSpec.parse("rotate:rembrandt,speed=-45").resolve(new NoFiles()).at(2).coefficients())
        .containsExactly(light("turn:rembrandt,by=-90").coefficients(), within(1e-5f));
  }

  @Test
  void mirrorsAndTurnsTakeAnyLight() throws IOException {
    assertThat(light("mirror:loop-left")).isEqualTo(NamedLights.of("loop-right"));
    Path odd = file("a+b*c.png", "");
    assertThat(LightSpec.parse("@" + odd)).isEqualTo(new LightSpec.Photo(odd));
    assertThat(LightSpec.parse(odd.toString())).as("a file that exists comes first").isEqualTo(new LightSpec.Photo(odd));
    assertThat(light("turn:" + file("sky.hdr", "") + ",by=10").dominantDirection()[1]).isCloseTo(1, within(1e-5f));
  }

  @Test
  void jsonGoesThereAndBack() throws IOException {
    SphericalHarmonics light = new RandomGeometry(3).light();
    Path file = file("light.json", LightJson.write(light));
    assertThat(light(file.toString()).coefficients()).containsExactly(light.coefficients(), within(1e-6f));
    assertThat(LightSpec.parse(file.toString()).moves()).isFalse();
  }

  @Test
  void keyframesPassThroughTheirLights() throws IOException {
    Path file =
        file(
            "keys.json",
            "{\"keyframes\": [{\"at\": 1, \"light\": \"split-left\"}, {\"at\": 3, \"light\": \"dir:az=90,ambient=0\"}],"
                + " \"path\": \"swing\", \"ease\": \"linear\"}");
    LightSpec spec = LightSpec.parse(file.toString());
    assertThat(spec.moves()).isTrue();
    Lighting lighting = spec.resolve(new NoFiles());
    assertThat(lighting.at(0)).isEqualTo(NamedLights.of("split-left"));
    assertThat(lighting.at(3).dominantDirection()[0]).isCloseTo(1, within(1e-4f));
    assertThat(lighting.at(99)).isEqualTo(lighting.at(3));
    assertThat(Math.abs(lighting.at(2).dominantDirection()[0])).as("half way it shines along the axis").isLessThan(.3f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rembrant | did you mean rembrandt?",
        "softwindow | did you mean soft-window?",
        "missing.jpg | there is no file missing.jpg",
        "dir:az=x | az in \"dir:az=x\" is \"x\", expected a number from -360 to 360",
        "dir:color=blurple | the colour \"blurple\" is not known",
        "dir:az=1,wattage=4 | \"az=1,wattage=4\" is not understood",
        "rembrandt*lots | the weight of rembrandt",
        "rotate:rim,axis=q | axis in",
        "keys.json | there is no file keys.json"
      })
  void mistakesAreToldInOneSentence(String text, String expected) {
    assertThatThrownBy(() -> LightSpec.parse(text)).isInstanceOf(BadInputException.class).hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"sh\": [[1,2,3]]}",
        "{\"sh\": 4}",
        "not json",
        "",
        "{\"keyframes\": []}",
        "{\"keyframes\": [{\"at\": 1}]}",
        "{\"keyframes\": [{\"at\": 1, \"light\": \"rotate:rim\"}]}",
        "{\"keyframes\": [{\"at\": 1, \"light\": \"rim\"}, {\"at\": 0, \"light\": \"rim\"}]}",
        "{\"keyframes\": [{\"at\": 1, \"light\": \"rim\"}], \"ease\": \"bouncy\"}",
        "{\"sh\": [[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,\"x\"],[1,2,3],[1,2,3],[1,2,3],[1,2,3]]}",
        "{\"convention\": \"other\", \"sh\": [[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3],[1,2,3]]}"
      })
  void badJsonNamesItsFile(String json) throws IOException {
    Path file = file("bad.json", json);
    assertThatThrownBy(() -> LightSpec.parse(file.toString()).resolve(new NoFiles()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file.toString());
  }
}
