/** The dashboard for Grafana: made from the reports, and tried on a real database. */
@NullMarked
package org.isochrone.sql.report.grafana;

import org.jspecify.annotations.NullMarked;
