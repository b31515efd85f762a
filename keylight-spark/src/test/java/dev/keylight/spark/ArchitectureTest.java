package dev.keylight.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Keeps Spark's class path and Keylight's apart: executors load no native library, and workers no Spark. */
class ArchitectureTest {
  private static final String[] SPARK = {"org.apache.spark..", "org.apache.hadoop..", "scala.."};

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

  @Test
  void nothing_else_knows_this_module() {
    noClasses().that().resideOutsideOfPackage("dev.keylight.spark..")
        .should().dependOnClassesThat().resideInAPackage("dev.keylight.spark..")
        .check(CLASSES);
  }
}
