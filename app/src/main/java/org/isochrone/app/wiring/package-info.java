/** Where the program is put together, by hand: the only place that knows every module. */
@NullMarked
package org.isochrone.app.wiring;

import org.jspecify.annotations.NullMarked;
