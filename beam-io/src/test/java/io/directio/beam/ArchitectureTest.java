// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.directio.SecretBearing;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;

/** The walls of the IO. */
@AnalyzeClasses(packages = "io.directio.beam", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsTheCoreAndBeamAndNobodyElse =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.apache.beam.sdk..",
              "org.joda.time..",
              "org.slf4j..",
              "io.directio",
              "io.directio.plan..",
              "io.directio.portal..",
              "io.directio.read..",
              "io.directio.notify..",
              "io.directio.assemble..",
              "io.directio.format..",
              "io.directio.beam..");

  @ArchTest
  static final ArchRule readingAndWritingKnowNothingOfEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.directio.beam.read..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.directio.beam.write..", "io.directio.beam.export..", "io.directio.beam");

  @ArchTest
  static final ArchRule writingKnowsNothingOfReading =
      noClasses()
          .that()
          .resideInAPackage("io.directio.beam.write..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.directio.beam.read..",
              "io.directio.beam.export..",
              "io.directio.read..",
              "io.directio.beam");

  @ArchTest
  static final ArchRule whatTravelsKnowsNoClient =
      noClasses()
          .that()
          .resideInAPackage("io.directio.beam.coders..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.directio.read..", "io.directio.portal..", "io.directio.http..");

  /** Batch on Flink and the first generation of Dataflow can't run them. */
  @ArchTest
  static final ArchRule nothingNeedsBundleFinalizers =
      noClasses().should().dependOnClassesThat().areAssignableTo(DoFn.BundleFinalizer.class);

  @ArchTest
  static final ArchRule whatIsSerializableHoldsNoSecret =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .areAssignableTo(Serializable.class)
          .should()
          .haveRawType(
              DescribedPredicate.describe(
                  "bear secrets", type -> type.isAnnotatedWith(SecretBearing.class)));
}
