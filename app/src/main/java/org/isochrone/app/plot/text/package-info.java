/** Pictures in characters, for a terminal. */
@NullMarked
package org.isochrone.app.plot.text;

import org.jspecify.annotations.NullMarked;
