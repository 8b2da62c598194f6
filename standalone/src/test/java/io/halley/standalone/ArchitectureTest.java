package io.halley.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What docs/architecture.md says about who may know whom, and a few rules of the house. */
@ArchTag("checks")
@AnalyzeClasses(packages = "io.halley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule shared_knows_no_other_module = noClasses()
            .that()
            .resideInAPackage("io.halley.shared..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.halley..").and(resideOutsideOfPackage("io.halley.shared..")));

    @ArchTest
    static final ArchRule gateway_knows_only_itself_and_shared = knowsOnlyItselfAndShared("gateway");

    @ArchTest
    static final ArchRule publisher_knows_only_itself_and_shared = knowsOnlyItselfAndShared("publisher");

    @ArchTest
    static final ArchRule store_knows_only_itself_and_shared = knowsOnlyItselfAndShared("store");

    @ArchTest
    static final ArchRule packages_do_not_know_each_other_in_a_circle =
            slices().matching("io.halley.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule transport_knows_subscription_and_framing =
            knowsOfTheGatewayOnly("transport", "transport", "subscription", "framing");

    @ArchTest
    static final ArchRule hub_knows_subscription_and_framing =
            knowsOfTheGatewayOnly("hub", "hub", "subscription", "framing");

    @ArchTest
    static final ArchRule framing_knows_events_only = noClasses()
            .that()
            .resideInAPackage("io.halley.gateway.framing..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.halley..")
                    .and(resideOutsideOfPackage("io.halley.gateway.framing.."))
                    .and(resideOutsideOfPackage("io.halley.shared.event..")));

    @ArchTest
    static final ArchRule only_the_embedded_store_knows_h2 = noClasses()
            .that()
            .resideOutsideOfPackage("io.halley.store.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.h2..");

    @ArchTest
    static final ArchRule only_the_store_on_redis_knows_redis = noClasses()
            .that()
            .resideOutsideOfPackage("io.halley.store.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.redis..");

    @ArchTest
    static final ArchRule a_backend_is_known_to_the_store_only = noClasses()
            .that()
            .resideOutsideOfPackage("io.halley.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.halley.store.embedded..", "io.halley.store.redis..");

    @ArchTest
    static final ArchRule backends_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage("io.halley.store.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.halley.store.embedded..");

    @ArchTest
    static final ArchRule the_gateway_has_no_locks = noClasses()
            .that()
            .resideInAPackage("io.halley.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..");

    /** In the sources, because the classes do not tell of blocks. */
    @ArchTest
    static void the_gateway_synchronizes_nothing(JavaClasses classes) throws IOException {
        Path sources = Path.of("..", "gateway", "src", "main", "java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(java)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContainPattern("\\bsynchronized\\b"));
        }
    }

    @ArchTest
    static final ArchRule names_say_something = noClasses()
            .that()
            .resideInAPackage("io.halley..")
            .should()
            .haveNameMatching(".*(Impl|Base|Utils?|Helper|Manager)(\\$.*)?");

    @ArchTest
    static final ArchRule every_package_says_what_may_be_null = classes()
            .that()
            .resideInAPackage("io.halley..")
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(
                            new SimpleConditionEvent(type, marked, type.getPackageName() + " for " + type.getName()));
                }
            });

    private static ArchRule knowsOnlyItselfAndShared(String module) {
        return noClasses()
                .that()
                .resideInAPackage("io.halley." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.halley..")
                        .and(resideOutsideOfPackage("io.halley." + module + ".."))
                        .and(resideOutsideOfPackage("io.halley.shared..")));
    }

    private static ArchRule knowsOfTheGatewayOnly(String part, String... others) {
        DescribedPredicate<JavaClass> stranger = resideInAPackage("io.halley.gateway..");
        for (String other : others) {
            stranger = stranger.and(resideOutsideOfPackage("io.halley.gateway." + other + ".."));
        }
        return noClasses()
                .that()
                .resideInAPackage("io.halley.gateway." + part + "..")
                .should()
                .dependOnClassesThat(stranger);
    }
}
