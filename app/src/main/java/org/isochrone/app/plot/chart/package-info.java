/** Pictures as SVG and PNG, drawn by JFreeChart. Nothing else sees that library. */
@NullMarked
package org.isochrone.app.plot.chart;

import org.jspecify.annotations.NullMarked;
