/** The program: command line, configuration, wiring, HTTP. */
@NullMarked
package org.isochrone.app;

import org.jspecify.annotations.NullMarked;
