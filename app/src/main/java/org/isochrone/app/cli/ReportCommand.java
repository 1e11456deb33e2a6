package org.isochrone.app.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.plot.Picture;
import org.isochrone.app.plot.Pictures;
import org.isochrone.app.plot.chart.PictureFile;
import org.isochrone.app.plot.text.TextPicture;
import org.isochrone.app.print.Table;
import org.isochrone.app.wiring.Stores;
import org.isochrone.sql.report.Report;
import org.isochrone.sql.report.ReportScript;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}. */
@Command(
        name = "report",
        description = {
            "Answers a question about latency from the database.",
            "",
            "Without NAME it lists the reports with their parameters; each is a file of SQL in sql/reports that every"
                    + " client of MySQL runs as well.",
            "",
            "With --format plot it shows a small picture and writes a large one to a file."
        },
        footer = {
            "  isochrone report",
            "  isochrone report best-zone",
            "  isochrone report zone-country --param hours=1 --format csv",
            "  isochrone report regret-prefixes --format plot --output regret.png"
        })
final class ReportCommand extends Configured {
    /** Of the picture in characters, where the terminal is not narrower. */
    private static final int PICTURE_WIDTH = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** How a report is printed. */
    enum Format {
        /** Aligned columns. */
        table,
        /** RFC 4180. */
        csv,
        /** An array of objects. */
        json,
        /** A picture: in characters here, and in a file. */
        plot
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The report; see the list.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "table")
    private Format format = Format.table;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "Gives a parameter of the report; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "With --format plot: the file to write, SVG or PNG by its end; default: NAME.svg.")
    private Optional<Path> output = Optional.empty();

    ReportCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() throws IOException {
        Format chosen = json ? Format.json : format;
        if (name.isEmpty()) {
            list(chosen);
            return ExitCode.DONE;
        }
        ReportScript script = Reports.script(name.get());
        Path file = output.orElse(Path.of(name.get() + ".svg"));
        check(script, chosen, file);
        Report report;
        try (Stores stores = Stores.open(configuration(), context().clock())) {
            report = new Reports(stores.database()).run(name.get(), parameters);
        }
        if (report.rows().isEmpty() && (chosen == Format.plot || chosen == Format.table)) {
            console().err().println("note: no rows; of past times the hour under way is not told yet");
            console().err().flush();
        }
        if (chosen == Format.plot) {
            plot(Pictures.of(script, report, context().clock().instant()).orElseThrow(), file);
        } else {
            print(report, chosen);
        }
        return ExitCode.DONE;
    }

    /** Refuses what cannot be drawn before the database has any work with it. */
    private void check(ReportScript script, Format chosen, Path file) {
        Problems problems = new Problems();
        if (chosen != Format.plot && output.isPresent()) {
            problems.error("--output", "goes with --format plot only: '" + file + "'");
        } else if (chosen == Format.plot && script.plot().isEmpty()) {
            problems.error("--format", "report " + script.name() + " is no picture; it may be table, csv or json");
        } else if (chosen == Format.plot && !PictureFile.accepts(file)) {
            problems.error("--output", "must end in .svg or .png: '" + file + "'");
        }
        problems.throwIfAny();
    }

    private void plot(Picture picture, Path file) throws IOException {
        console()
                .text(TextPicture.of(
                        picture, Math.min(PICTURE_WIDTH, width()), console().terminal()));
        if (!picture.isEmpty()) {
            PictureFile.write(picture, file);
            console().err().println("wrote " + file);
            console().err().flush();
        }
    }

    /** Returns how many characters a line may have: those of the terminal, any number where there is none. */
    private int width() {
        return console().terminal() ? spec.usageMessage().width() : Integer.MAX_VALUE;
    }

    private void list(Format chosen) {
        Table table = new Table("report", "question", "parameters");
        List<Json> items = new ArrayList<>();
        for (ReportScript script : Reports.list()) {
            table.row(
                    script.name(),
                    script.question(),
                    String.join(", ", script.parameters().keySet()));
            Map<String, Json> meanings = new LinkedHashMap<>();
            script.parameters().forEach((parameter, what) -> meanings.put(parameter, new Json.Str(what.meaning())));
            items.add(Jsons.object(
                    "report", script.name(), "question", script.question(), "parameters", new Json.Obj(meanings)));
        }
        switch (chosen) {
            case table -> console().text(table.text(width()));
            case csv -> console().text(table.csv());
            case json -> console().json(Jsons.array(items));
            case plot -> throw new InvalidInputException("--format", "plot needs the name of a report");
        }
    }

    private void print(Report report, Format chosen) {
        Table table =
                new Table(report.columns().stream().map(Report.Column::name).toList());
        report.rows().forEach(table::row);
        switch (chosen) {
            case table, plot -> console().text(table.text());
            case csv -> console().text(table.csv());
            case json -> console().json(Jsons.array(report.rows(), row -> object(report.columns(), row)));
        }
    }

    private static Json object(List<Report.Column> columns, List<String> row) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = row.get(i);
            boolean number = columns.get(i).number();
            members.put(
                    columns.get(i).name(),
                    number && cell.isEmpty()
                            ? new Json.Null()
                            : number ? new Json.Num(new BigDecimal(cell)) : new Json.Str(cell));
        }
        return new Json.Obj(members);
    }
}
