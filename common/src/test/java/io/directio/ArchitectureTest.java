// SPDX-License-Identifier: Apache-2.0
package io.directio;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;

/** The walls of the core: which room may know which, and where secrets can't go. */
@AnalyzeClasses(packages = "io.directio", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String NOUNS = "io.directio";

  @ArchTest
  static final ArchRule roomsFormNoCycle =
      slices().matching("io.directio.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noEngineLeaksIn =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.beam..");

  @ArchTest static final ArchRule nounsKnowNothing = room(NOUNS);

  @ArchTest static final ArchRule httpKnowsNothing = room("io.directio.http..");

  @ArchTest static final ArchRule codecKnowsNouns = room("io.directio.codec..", NOUNS);

  @ArchTest static final ArchRule formatKnowsNouns = room("io.directio.format..", NOUNS);

  @ArchTest
  static final ArchRule portalKnowsHttp = room("io.directio.portal..", NOUNS, "io.directio.http..");

  @ArchTest
  static final ArchRule notifyKnowsPortal =
      room("io.directio.notify..", NOUNS, "io.directio.portal..", "io.directio.http..");

  @ArchTest
  static final ArchRule planKnowsPortal = room("io.directio.plan..", NOUNS, "io.directio.portal..");

  @ArchTest
  static final ArchRule readKnowsWhatFetchesAndDecodes =
      room(
          "io.directio.read..",
          NOUNS,
          "io.directio.plan..",
          "io.directio.portal..",
          "io.directio.http..",
          "io.directio.codec..");

  @ArchTest static final ArchRule assembleKnowsNouns = room("io.directio.assemble..", NOUNS);

  @ArchTest
  static final ArchRule transferKnowsBothEnds =
      room("io.directio.transfer..", NOUNS, "io.directio.read..", "io.directio.assemble..");

  @ArchTest
  static final ArchRule codecDoesNoIo =
      noClasses()
          .that()
          .resideInAPackage("io.directio.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule secretsAreNotSerializable =
      classes()
          .that(bearSecrets())
          .should()
          .notBeAssignableTo(Serializable.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothingSerializableHoldsASecret =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .areAssignableTo(Serializable.class)
          .should()
          .haveRawType(bearSecrets());

  @ArchTest
  static final ArchRule secretsDoNotPrintThemselves =
      classes()
          .that(bearSecrets())
          .and()
          .areNotInterfaces()
          .should(haveAToStringOfTheirOwn())
          .allowEmptyShould(true);

  /** A room depends on nothing of this project but itself, the rooms given, and the marker. */
  private static ArchRule room(String room, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.directio..")
                .and(DescribedPredicate.not(resideInAnyPackage(room)))
                .and(DescribedPredicate.not(resideInAnyPackage(others)))
                .and(DescribedPredicate.not(type(SecretBearing.class))))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> bearSecrets() {
    return DescribedPredicate.describe(
        "bear secrets", type -> type.isAnnotatedWith(SecretBearing.class));
  }

  private static ArchCondition<JavaClass> haveAToStringOfTheirOwn() {
    return new ArchCondition<>("have a toString of their own") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean own = type.tryGetMethod("toString").isPresent();
        events.add(new SimpleConditionEvent(type, own, type.getName() + ": " + own));
      }
    };
  }
}
