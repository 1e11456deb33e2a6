/** The command line. */
@NullMarked
package org.isochrone.app.cli;

import org.jspecify.annotations.NullMarked;
