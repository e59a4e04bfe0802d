// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.directio.SecretBearing;
import java.io.Serializable;

/** The walls of the connector. */
@AnalyzeClasses(
    packages = "io.directio.flink",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsTheCoreAndFlinkAndNobodyElse =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.apache.flink..",
              "org.slf4j..",
              "io.directio",
              "io.directio.plan..",
              "io.directio.portal..",
              "io.directio.http..",
              "io.directio.read..",
              "io.directio.assemble..",
              "io.directio.notify..",
              "io.directio.portal..",
              "io.directio.format..",
              "io.directio.flink..");

  @ArchTest
  static final ArchRule sourceAndSinkKnowNothingOfEachOther =
      slices()
          .matching("io.directio.flink.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("io.directio.flink.table.."),
              resideInAPackage("io.directio.flink.source.."))
          .ignoreDependency(
              resideInAnyPackage("io.directio.flink.source..", "io.directio.flink.sink.."),
              resideInAPackage("io.directio.flink.types.."));

  @ArchTest
  static final ArchRule whatTravelsKnowsNoClient =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.directio.flink.types..",
              "io.directio.flink.source.split..",
              "io.directio.flink.source.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.directio.read..", "io.directio.portal..", "io.directio.http..");

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

  @ArchTest
  static final ArchRule removedTypesAreNotNamed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              ".*\\.(Sink\\$InitContext|TwoPhaseCommittingSink|StatefulSink|With.*Topology"
                  + "|FutureCompletingBlockingQueue)");

  @ArchTest
  static final ArchRule splitsDoNotTravelByJavaSerialisation =
      classes()
          .that()
          .resideInAPackage("io.directio.flink.source.split..")
          .and()
          .haveSimpleNameEndingWith("Split")
          .should()
          .notBeAssignableTo(Serializable.class);
}
