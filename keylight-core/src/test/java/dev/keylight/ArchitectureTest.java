package dev.keylight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the arrows of the design: each room knows only the rooms named for it here. */
class ArchitectureTest {
  /** What every room may use of the door: how failures and progress are told. */
  private static final Set<String> VOCABULARY =
      Set.of("dev.keylight.Progress", "dev.keylight.KeylightException", "dev.keylight.BadInputException");

  private static final Map<String, List<String>> ROOMS = rooms();

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.keylight");

  private static Map<String, List<String>> rooms() {
    Map<String, List<String>> rooms = new LinkedHashMap<>();
    rooms.put("media", List.of());
    rooms.put("face", List.of("media"));
    rooms.put("mesh", List.of());
    rooms.put("light", List.of("media", "face", "mesh"));
    rooms.put("motion", List.of("face"));
    rooms.put("shading", List.of("media", "face", "mesh", "light", "motion"));
    rooms.put("engine", List.of("media", "face", "mesh", "light", "motion", "shading"));
    rooms.put("compose", List.of("media", "face"));
    rooms.put("pipeline", List.of("media", "face", "mesh", "light", "motion", "shading", "engine", "compose"));
    return rooms;
  }

  @TestFactory
  Stream<DynamicTest> each_room_knows_only_the_rooms_to_its_left() {
    return ROOMS.entrySet().stream()
        .map(room -> DynamicTest.dynamicTest(room.getKey(), () -> check(room.getKey(), room.getValue())));
  }

  private static void check(String room, List<String> known) {
    noClasses()
        .that(in(room))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in rooms that " + room + " must not know",
                type ->
                    type.getPackageName().startsWith("dev.keylight")
                        && !VOCABULARY.contains(type.getName())
                        && !(room.equals("pipeline") && isRecordOfTheDoor(type))
                        && !in(room).test(type)
                        && known.stream().noneMatch(other -> in(other).test(type))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** The pipeline speaks the door's records: options, what was said, what came out. */
  private static boolean isRecordOfTheDoor(JavaClass type) {
    return type.getPackageName().equals("dev.keylight") && !type.getSimpleName().equals("Animator");
  }

  @Test
  void every_package_is_a_room_of_the_design() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .allSatisfy(
            name ->
                assertThat(name.equals("dev.keylight") || ROOMS.containsKey(name.split("\\.")[2]))
                    .as("package %s has a place in the design", name)
                    .isTrue());
  }

  @Test
  void core_knows_nothing_of_the_command_line_or_of_networks_libraries() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("picocli..", "org.bytedeco.pytorch..").check(CLASSES);
  }

  @Test
  void core_knows_nothing_of_clusters() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..").check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> in(String room) {
    String name = "dev.keylight." + room;
    return DescribedPredicate.describe(
        "in " + room, type -> type.getPackageName().equals(name) || type.getPackageName().startsWith(name + "."));
  }
}
