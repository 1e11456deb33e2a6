/** Questions to the database that are answered with a table: the files of the folder {@code reports}. */
@NullMarked
package org.isochrone.sql.report;

import org.jspecify.annotations.NullMarked;
