package dev.keylight.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.keylight.train.prepare.CodeFingerprint;
import dev.keylight.train.prepare.VideoPreparation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps Spark's class path and Keylight's apart: executors load no native library, and workers no Spark. */
class ArchitectureTest {
  private static final String[] SPARK = {"org.apache.spark..", "org.apache.hadoop..", "scala.."};

  /** How failures are told and files are written whole; and what frees tensors, which clips are not read as. */
  private static final Set<String> NO_PART =
      Set.of("dev.keylight.KeylightException", "dev.keylight.BadInputException", "dev.keylight.pipeline.WholeFile");

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.keylight");

  @Test
  void only_the_driver_and_the_executors_know_spark() {
    noClasses().that().resideOutsideOfPackages("dev.keylight.spark.job..", "dev.keylight.spark.store..")
        .should().dependOnClassesThat().resideInAnyPackage(SPARK)
        .check(CLASSES);
  }

  @Test
  void the_workers_program_knows_neither_the_driver_nor_the_executors() {
    noClasses().that().resideInAPackage("dev.keylight.spark.item..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("dev.keylight.spark.job..", "dev.keylight.spark.store..", "dev.keylight.spark.child..")
        .check(CLASSES);
  }

  @Test
  void driver_and_executors_use_of_keylight_only_what_needs_no_native_library() {
    classes().that().resideInAnyPackage("dev.keylight.spark.job..", "dev.keylight.spark.store..", "dev.keylight.spark.child..")
        .should().onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.apache.spark..", "org.apache.hadoop..", "scala..", "com.fasterxml.jackson..", "dev.keylight",
            "dev.keylight.spark..", "dev.keylight.train.data", "dev.keylight.train.prepare")
        .check(CLASSES);
    noClasses().that().resideInAnyPackage("dev.keylight.spark.job..", "dev.keylight.spark.child..")
        .should().dependOnClassesThat().resideInAPackage("dev.keylight.spark.item..")
        .check(CLASSES);
  }

  /** Else a rerun would take clips for done that other code made. */
  @Test
  void what_prepares_a_clip_is_in_the_fingerprint_of_its_code() {
    Set<JavaClass> reached = new HashSet<>(Set.of(CLASSES.get(VideoPreparation.class)));
    Deque<JavaClass> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (Dependency dependency : open.pop().getDirectDependenciesFromSelf()) {
        JavaClass next = dependency.getTargetClass().getBaseComponentType();
        if (next.getPackageName().startsWith("dev.keylight") && reached.add(CLASSES.get(next.getName()))) {
          open.add(CLASSES.get(next.getName()));
        }
      }
    }
    assertThat(reached).hasSizeGreaterThan(50);
    assertThat(reached.stream().filter(type -> !NO_PART.contains(type.getName())).map(type -> type.getPackageName().replace('.', '/')))
        .allMatch(name -> Stream.concat(CodeFingerprint.PACKAGES.stream(), CodeFingerprint.FLAME_PACKAGES.stream()).anyMatch(counted -> (name + "/").startsWith(counted + "/")));
  }

  @Test
  void nothing_else_knows_this_module() {
    noClasses().that().resideOutsideOfPackage("dev.keylight.spark..")
        .should().dependOnClassesThat().resideInAPackage("dev.keylight.spark..")
        .check(CLASSES);
  }
}
