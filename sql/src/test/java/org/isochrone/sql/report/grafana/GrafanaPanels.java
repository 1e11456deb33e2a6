package org.isochrone.sql.report.grafana;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.json.Json;

/** The panels of a dashboard, side by side from the top to the bottom. For one thread. */
final class GrafanaPanels {
    private static final int WIDTH = 24;
    private static final Json SOURCE = object("type", "mysql", "uid", "isochrone");

    private final List<Json> panels = new ArrayList<>();
    private int x;
    private int y;
    private int rowHeight;

    /**
     * Adds a panel.
     *
     * @param type as Grafana calls it
     * @param unit of its values, as Grafana calls it; empty for none
     * @param width of 24
     */
    GrafanaPanels add(String type, String title, String unit, int width, int height, String format, String sql) {
        if (x + width > WIDTH) {
            x = 0;
            y += rowHeight;
            rowHeight = 0;
        }
        Json target = object(
                "datasource",
                SOURCE,
                "refId",
                "A",
                "editorMode",
                "code",
                "format",
                format,
                "rawQuery",
                true,
                "rawSql",
                sql);
        panels.add(object(
                "id",
                panels.size() + 1,
                "type",
                type,
                "title",
                title,
                "datasource",
                SOURCE,
                "gridPos",
                object("x", x, "y", y, "w", width, "h", height),
                "fieldConfig",
                object("defaults", unit.isEmpty() ? Json.Obj.EMPTY : object("unit", unit), "overrides", List.of()),
                "options",
                options(type),
                "targets",
                List.of(target)));
        x += width;
        rowHeight = Math.max(rowHeight, height);
        return this;
    }

    /** Returns them. */
    List<Json> all() {
        return List.copyOf(panels);
    }

    private static Json options(String type) {
        return switch (type) {
            case "stat" -> object("colorMode", "none", "graphMode", "none");
            case "table" -> object("showHeader", true, "cellHeight", "sm");
            case "barchart" -> object("orientation", "horizontal", "showValue", "auto", "xTickLabelRotation", 0);
            case "state-timeline" -> object("mergeValues", true, "showValue", "never", "rowHeight", 0.9);
            default -> object("legend", object("displayMode", "list", "placement", "bottom"));
        };
    }

    /** Returns an object of names and values in turns. */
    static Json object(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(String.valueOf(namesAndValues[i]), json(namesAndValues[i + 1]));
        }
        return new Json.Obj(members);
    }

    private static Json json(Object value) {
        return switch (value) {
            case Json ready -> ready;
            case String text -> new Json.Str(text);
            case Boolean flag -> new Json.Bool(flag);
            case Integer number -> Json.Num.of(number);
            case Double number -> new Json.Num(BigDecimal.valueOf(number));
            case List<?> items ->
                new Json.Arr(items.stream().map(GrafanaPanels::json).toList());
            default -> throw new IllegalArgumentException("no JSON: " + value);
        };
    }
}
