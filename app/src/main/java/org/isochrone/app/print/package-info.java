/** Printing for people: tables, CSV and progress. */
@NullMarked
package org.isochrone.app.print;

import org.jspecify.annotations.NullMarked;
