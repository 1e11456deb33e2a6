package org.isochrone.app.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.isochrone.cron.planted.SeesJdbc;
import org.isochrone.steering.planted.SeesCron;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program keeps the {@link Rules}, and each rule bites when a class is planted that breaks it. */
class ModuleEdgesTest {
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .importPaths(Tree.modules()
                    .map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList());
    private static final JavaClasses PLANTED = new ClassFileImporter().importClasses(SeesCron.class, SeesJdbc.class);

    static Stream<Rules.Module> modules() {
        return Rules.MODULES.stream();
    }

    static Stream<Rules.Library> libraries() {
        return Rules.LIBRARIES.stream();
    }

    @Test
    void theProgramWasFound() {
        assertTrue(PROGRAM.contain("org.isochrone.app.Main"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleSeesOnlyWhatTheDesignAllows(Rules.Module module) {
        module.edges().check(PROGRAM);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLibraryIsImportedInItsHomeOnly(Rules.Library library) {
        library.oneHome().check(PROGRAM);
    }

    @Test
    void aLibraryWithoutARowIsImportedNowhere() {
        Rules.onlyListedLibraries().check(PROGRAM);
    }

    @Test
    void packagesHaveNoCycles() {
        Rules.noCycles().check(PROGRAM);
    }

    @Test
    void aPlantedEdgeIsReported() {
        assertReports(module("steering").edges(), SeesCron.class);
        assertFalse(module("cron").edges().evaluate(PLANTED).hasViolation(), "cron may see steering");
    }

    @Test
    void aPlantedImportIsReported() {
        Rules.Library jdbc = Rules.LIBRARIES.stream()
                .filter(library -> library.name().equals("JDBC"))
                .findFirst()
                .orElseThrow();
        assertReports(jdbc.oneHome(), SeesJdbc.class);
    }

    @Test
    void aPlantedLibraryWithoutARowIsReported() {
        JavaClasses usesJunit = new ClassFileImporter().importClasses(ModuleEdgesTest.class);
        assertTrue(Rules.onlyListedLibraries().evaluate(usesJunit).hasViolation());
    }

    @Test
    void aPlantedCycleIsReported() {
        assertReports(Rules.noCycles(), SeesJdbc.class);
    }

    private static Rules.Module module(String name) {
        return modules()
                .filter(module -> module.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertReports(ArchRule rule, Class<?> culprit) {
        String report = rule.evaluate(PLANTED).getFailureReport().toString();
        assertTrue(report.contains(culprit.getName()), () -> "should name " + culprit + ": " + report);
    }
}
