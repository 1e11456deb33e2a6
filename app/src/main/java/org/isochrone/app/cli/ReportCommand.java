package org.isochrone.app.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.print.Table;
import org.isochrone.app.wiring.Stores;
import org.isochrone.sql.report.Report;
import org.isochrone.sql.report.ReportScript;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}. */
@Command(
        name = "report",
        description = {
            "Answers a question about latency from the database.",
            "",
            "Without NAME it lists the reports with their parameters; each is a file of SQL in sql/reports that every"
                    + " client of MySQL runs as well."
        },
        footer = {
            "  isochrone report",
            "  isochrone report best-zone",
            "  isochrone report zone-country --param hours=1 --format csv"
        })
final class ReportCommand extends Configured {
    /** How a report is printed. */
    enum Format {
        /** Aligned columns. */
        table,
        /** RFC 4180. */
        csv,
        /** An array of objects. */
        json
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

    ReportCommand(Context context) {
        super(context);
    }

    @Override
    public Integer call() {
        Format chosen = json ? Format.json : format;
        if (name.isEmpty()) {
            list(chosen);
            return ExitCode.DONE;
        }
        Reports.script(name.get());
        try (Stores stores = Stores.open(configuration(), context().clock())) {
            print(new Reports(stores.database()).run(name.get(), parameters), chosen);
        }
        return ExitCode.DONE;
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
            case table -> console().text(table.text());
            case csv -> console().text(table.csv());
            case json -> console().json(Jsons.array(items));
        }
    }

    private void print(Report report, Format chosen) {
        Table table =
                new Table(report.columns().stream().map(Report.Column::name).toList());
        report.rows().forEach(table::row);
        switch (chosen) {
            case table -> console().text(table.text());
            case csv -> console().text(table.csv());
            case json ->
                console()
                        .json(Jsons.array(report.rows().stream()
                                .map(row -> object(report.columns(), row))
                                .toList()));
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
